/// Where tokens are kept. Every change is also handed on as a snapshot change, in commit order, before the call
/// returns.
public protocol TokenStore: Sendable {
    /// Keeps a token (its id is 0) and answers it with its id. `nameTaken` when the organisation has one of that name.
    func insert(_ token: TokenRecord) async throws(StoreError) -> TokenRecord

    /// `notFound` when the organisation has no such token.
    func delete(tokenID: Int64, orgID: Int64) async throws(StoreError)

    /// In order of id.
    func tokens(orgID: Int64) async throws(StoreError) -> [TokenRecord]
}
