public import Crypto

/// What everybody may know and do about themselves. Tokens have no account to change.
public struct SelfService: Sendable {
    private let context: AccessContext

    public init(_ context: AccessContext) { self.context = context }

    public func user(_ identity: Identity) throws(AccessError) -> UserRecord {
        guard let id = identity.userID, let user = context.directory().user(id: id) else { throw .notFound }
        return user
    }

    public func organizations(of identity: Identity) throws(AccessError) -> [Place] {
        let directory = context.directory()
        if identity.userID != nil { return Place.all(of: try user(identity), in: directory) }
        return directory.organization(id: identity.orgID).map { [Place(organization: $0, role: identity.role)] } ?? []
    }

    /// In the organisation of the call.
    public func teams(of identity: Identity) throws(AccessError) -> [TeamRecord] {
        guard identity.userID != nil else { return [] }
        return context.directory().teams(ofUser: try user(identity).id, orgID: identity.orgID)
    }

    public func update(_ profile: UserProfile, of identity: Identity) async throws(AccessError) {
        try profile.check()
        try await change(.profile(profile), of: identity)
    }

    /// `old` was checked by the caller, who may hash on a compute thread.
    public func setPassword(_ hash: PasswordHash, of identity: Identity) async throws(AccessError) {
        try await change(.password(hash), of: identity)
    }

    /// Makes an organisation current. One that is not there and one that the user has no place in are the same.
    public func use(orgID: Int64, by identity: Identity) async throws(AccessError) {
        guard try user(identity).isMember(of: orgID) else { throw .notAMember }
        try await change(.currentOrganization(orgID), of: identity)
    }

    private func change(_ change: UserChange, of identity: Identity) async throws(AccessError) {
        let id = try user(identity).id
        let moment = context.now()
        try await context.write { (store) throws(StoreError) in
            try await store.change(userID: id, change, at: moment)
        }
    }
}
