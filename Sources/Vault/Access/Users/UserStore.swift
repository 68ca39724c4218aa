/// Where users and their memberships are kept. Every change is also handed on as a snapshot change, in commit order, before
/// the call returns.
public protocol UserStore: Sendable {
    /// Keeps a user (its id is 0) with its memberships and answers it with its id. `nameTaken` when login or e-mail address
    /// fold to those of another account.
    func insert(_ user: UserRecord) async throws(StoreError) -> UserRecord

    /// `notFound`, `nameTaken`, `refused(.lastServerAdmin)`. `at` is Unix seconds.
    func change(userID: Int64, _ change: UserChange, at: Int64) async throws(StoreError)

    /// With memberships and preferences. `notFound`, `refused(.lastServerAdmin)`.
    func delete(userID: Int64) async throws(StoreError)

    /// `notFound` (user or organisation), `refused(.alreadyMember)`.
    func addMember(userID: Int64, orgID: Int64, role: Role) async throws(StoreError)

    /// `notFound` when the user is no member, `refused(.lastOrganizationAdmin)`.
    func changeMember(userID: Int64, orgID: Int64, role: Role) async throws(StoreError)

    /// Also from the organisation's teams. Another organisation of the user's becomes current. Errors as for `changeMember`.
    func removeMember(userID: Int64, orgID: Int64) async throws(StoreError)

    /// By the login's folded form.
    func user(login: String) async throws(StoreError) -> UserRecord?

    /// In order of id.
    func users() async throws(StoreError) -> [UserRecord]
}
