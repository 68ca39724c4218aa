/// Where service accounts are kept; their tokens are in the `TokenStore`. Every change is also handed on as a snapshot
/// change, in commit order, before the call returns.
public protocol ServiceAccountStore: Sendable {
    /// Keeps an account (its id is 0) and answers it with its id. `nameTaken` when its login folds to another account's.
    func insert(_ account: ServiceAccountRecord) async throws(StoreError) -> ServiceAccountRecord

    /// Name, role and state of the account of that id and organisation. `notFound`.
    func update(_ account: ServiceAccountRecord) async throws(StoreError)

    /// With its tokens. `notFound`.
    func delete(serviceAccountID: Int64, orgID: Int64) async throws(StoreError)
}
