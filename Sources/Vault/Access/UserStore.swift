/// Where users are kept. Every change is also handed on as a snapshot change, in commit order, before the call returns.
public protocol UserStore: Sendable {
    /// Keeps a user (its id is 0) and answers it with its id. `nameTaken` when another user has the login.
    func insert(_ user: UserRecord) async throws(StoreError) -> UserRecord

    /// Replaces the row of that id. `notFound`, `nameTaken`.
    func update(_ user: UserRecord) async throws(StoreError)

    func user(login: String) async throws(StoreError) -> UserRecord?

    /// In order of id.
    func users() async throws(StoreError) -> [UserRecord]
}
