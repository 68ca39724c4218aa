/// What the services of this room have in common: the store they write, the directory they read, the one decision function.
public struct AccessContext: Sendable {
    let store: any PeopleStore
    let directory: @Sendable () -> AccessDirectory
    let policy: Policy
    /// Unix seconds.
    let now: @Sendable () -> Int64
    private let settled: @Sendable () async -> Void

    /// `directory` gives the current one; `now` gives Unix seconds; `settled` returns once every worker has what the store
    /// committed before, so that a right that was taken away is gone on the very next call.
    public init(
        store: any PeopleStore, directory: @escaping @Sendable () -> AccessDirectory, policy: Policy = Policy(),
        now: @escaping @Sendable () -> Int64, settled: @escaping @Sendable () async -> Void
    ) {
        self.store = store
        self.directory = directory
        self.policy = policy
        self.now = now
        self.settled = settled
    }

    func authorise(_ action: Action, on scope: Permission.Scope = .all, _ identity: Identity) throws(AccessError) {
        let permission = Permission(action, on: scope)
        if case .deny(let reason) = policy.decide(identity, permission) { throw .denied(permission, reason: reason) }
    }

    /// In an organisation that a path names: the server's admin may, and whoever may in that organisation.
    func authorise(_ action: Action, inOrganization orgID: Int64, _ identity: Identity) throws(AccessError) {
        if policy.decide(identity, Permission(action, on: .server)).isAllowed { return }
        guard orgID != identity.orgID else { return try authorise(action, identity) }
        guard let userID = identity.userID, let user = directory().user(id: userID) else {
            throw .denied(Permission(action), reason: "bound to another organisation")
        }
        try authorise(action, Identity(user, in: orgID))
    }

    /// Writes, and waits until every worker has it.
    func write<Value: Sendable>(
        _ body: (any PeopleStore) async throws(StoreError) -> Value
    ) async throws(AccessError) -> Value {
        let value: Value
        do throws(StoreError) { value = try await body(store) } catch { throw AccessError(error) }
        await settled()
        return value
    }
}
