/// Who belongs to an organisation, and as what.
public struct MembershipService: Sendable {
    private let context: AccessContext

    public init(_ context: AccessContext) { self.context = context }

    /// In the order of logins; `text` as for a search of users.
    public func members(_ text: String = "", of orgID: Int64, by identity: Identity) throws(AccessError) -> [UserRecord]
    {
        try context.authorise(.orgUsersRead, inOrganization: orgID, identity)
        return UserSearch(text).matches(in: context.directory().users.filter { $0.isMember(of: orgID) })
    }

    /// The user of a login or e-mail address, who is then a member.
    public func add(
        _ login: String, role: Role, to orgID: Int64, by identity: Identity
    ) async throws(AccessError) -> UserRecord {
        try authoriseAdding(to: orgID, by: identity)
        guard context.directory().organization(id: orgID) != nil, let user = context.directory().user(login: login)
        else { throw .notFound }
        try await context.write { (store) throws(StoreError) in
            try await store.addMember(userID: user.id, orgID: orgID, role: role)
        }
        return user
    }

    /// Asked before a body is read, as the next one.
    public func authoriseAdding(to orgID: Int64, by identity: Identity) throws(AccessError) {
        try context.authorise(.orgUsersAdd, inOrganization: orgID, identity)
    }

    public func authoriseChanging(in orgID: Int64, by identity: Identity) throws(AccessError) {
        try context.authorise(.orgUsersWrite, inOrganization: orgID, identity)
    }

    /// The member of a login or e-mail address.
    public func member(_ login: String, of orgID: Int64) -> UserRecord? {
        context.directory().user(login: login).flatMap { $0.isMember(of: orgID) ? $0 : nil }
    }

    public func change(
        userID: Int64, role: Role, in orgID: Int64, by identity: Identity
    ) async throws(AccessError) {
        try authoriseChanging(in: orgID, by: identity)
        try await context.write { (store) throws(StoreError) in
            try await store.changeMember(userID: userID, orgID: orgID, role: role)
        }
    }

    public func remove(userID: Int64, from orgID: Int64, by identity: Identity) async throws(AccessError) {
        try context.authorise(.orgUsersRemove, inOrganization: orgID, identity)
        try await context.write { (store) throws(StoreError) in
            try await store.removeMember(userID: userID, orgID: orgID)
        }
    }
}
