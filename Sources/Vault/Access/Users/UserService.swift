public import Crypto

/// Reads and changes of users by the server's admins.
public struct UserService: Sendable {
    private let context: AccessContext

    public init(_ context: AccessContext) { self.context = context }

    public func find(id: Int64, by identity: Identity) throws(AccessError) -> UserRecord {
        try context.authorise(.usersRead, on: .server, identity)
        return try existing(id)
    }

    /// By login or e-mail address, whatever their case.
    public func find(login: String, by identity: Identity) throws(AccessError) -> UserRecord {
        try context.authorise(.usersRead, on: .server, identity)
        guard let user = context.directory().user(login: login) else { throw .notFound }
        return user
    }

    /// Whose login, address or name holds `text`, in the order of logins.
    public func search(_ text: String, by identity: Identity) throws(AccessError) -> [UserRecord] {
        try context.authorise(.usersRead, on: .server, identity)
        let users = context.directory().users
        return UserSearch(text).matches(in: users)
    }

    public func organizations(of userID: Int64, by identity: Identity) throws(AccessError) -> [Place] {
        Place.all(of: try find(id: userID, by: identity), in: context.directory())
    }

    public func teams(of userID: Int64, by identity: Identity) throws(AccessError) -> [TeamRecord] {
        let user = try find(id: userID, by: identity)
        return context.directory().teams(ofUser: user.id, orgID: identity.orgID)
    }

    /// `orgID`: where the user begins, as a Viewer; the first organisation when nothing.
    public func create(
        _ profile: UserProfile, passwordHash: PasswordHash, orgID: Int64?, by identity: Identity
    ) async throws(AccessError) -> UserRecord {
        try authoriseCreate(by: identity)
        try profile.check()
        let directory = context.directory()
        guard let home = orgID ?? directory.organizations.map(\.id).min(), directory.organization(id: home) != nil
        else {
            throw .invalidField(name: "OrgId", problem: "is no organisation")
        }
        let moment = context.now()
        let user = UserRecord(
            id: 0, uid: PrincipalUID.make(), login: profile.login, email: profile.email, name: profile.name,
            passwordHash: passwordHash, orgID: home, role: .viewer, isServerAdmin: false, isDisabled: false,
            createdAt: moment)
        return try await context.write { (store) throws(StoreError) in try await store.insert(user) }
    }

    /// Asked before a password is hashed.
    public func authoriseCreate(by identity: Identity) throws(AccessError) {
        try context.authorise(.usersCreate, on: .server, identity)
    }

    public func authorisePassword(of id: Int64, by identity: Identity) throws(AccessError) {
        try context.authorise(.usersPasswordWrite, on: .server, identity)
        _ = try existing(id)
    }

    public func change(id: Int64, _ change: UserChange, by identity: Identity) async throws(AccessError) {
        try context.authorise(Self.action(for: change), on: .server, identity)
        let user = try existing(id)
        switch change {
        case .profile(let profile): try profile.check()
        case .currentOrganization(let orgID): guard user.isMember(of: orgID) else { throw .notAMember }
        case .password, .serverAdmin, .disabled: break
        }
        let moment = context.now()
        try await context.write { (store) throws(StoreError) in
            try await store.change(userID: id, change, at: moment)
        }
    }

    public func delete(id: Int64, by identity: Identity) async throws(AccessError) {
        try context.authorise(.usersDelete, on: .server, identity)
        try await context.write { (store) throws(StoreError) in try await store.delete(userID: id) }
    }

    private func existing(_ id: Int64) throws(AccessError) -> UserRecord {
        guard let user = context.directory().user(id: id) else { throw .notFound }
        return user
    }

    private static func action(for change: UserChange) -> Action {
        switch change {
        case .profile, .currentOrganization: .usersWrite
        case .password: .usersPasswordWrite
        case .serverAdmin: .usersPermissionsWrite
        case .disabled(true): .usersDisable
        case .disabled(false): .usersEnable
        }
    }
}
