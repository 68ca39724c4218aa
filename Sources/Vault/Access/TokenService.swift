/// Makes, lists and revokes the tokens of the asking identity's organisation.
public struct TokenService: Sendable {
    /// As for data source names.
    static let nameBytesMax = 190

    private let store: any TokenStore
    private let policy: Policy
    private let now: @Sendable () -> Int64
    private let settled: @Sendable () async -> Void

    /// `now` gives Unix seconds; `settled` returns once every worker has what the store committed before, so that a
    /// revoked token is refused on the very next call.
    public init(
        store: any TokenStore, policy: Policy = Policy(), now: @escaping @Sendable () -> Int64,
        settled: @escaping @Sendable () async -> Void
    ) {
        self.store = store
        self.policy = policy
        self.now = now
        self.settled = settled
    }

    /// The record, and the text that nobody can ask for again.
    public func create(
        _ request: TokenRequest, by identity: Identity
    ) async throws(AccessError) -> (record: TokenRecord, text: String) {
        try authorise(.apiKeysCreate, identity)
        try validate(request, by: identity)
        let issued = TokenIssuer.make(request.shape, name: request.name, orgID: identity.orgID)
        let draft = TokenRecord(
            id: 0, orgID: identity.orgID, name: request.name, role: request.role, shape: request.shape,
            digest: issued.digest,
            createdAt: now(), expiresAt: request.expiresAt)
        let record: TokenRecord
        do { record = try await store.insert(draft) } catch { throw AccessError(error) }
        await settled()
        return (record, issued.text)
    }

    public func list(by identity: Identity) async throws(AccessError) -> [TokenRecord] {
        try authorise(.apiKeysRead, identity)
        do { return try await store.tokens(orgID: identity.orgID) } catch { throw AccessError(error) }
    }

    public func revoke(id: Int64, by identity: Identity) async throws(AccessError) {
        try authorise(.apiKeysDelete, identity)
        do { try await store.delete(tokenID: id, orgID: identity.orgID) } catch { throw AccessError(error) }
        await settled()
    }

    private func authorise(_ action: Action, _ identity: Identity) throws(AccessError) {
        let permission = Permission(action)
        if case .deny(let reason) = policy.decide(identity, permission) { throw .denied(permission, reason: reason) }
    }

    private func validate(_ request: TokenRequest, by identity: Identity) throws(AccessError) {
        let name = request.name.utf8
        guard !name.isEmpty else { throw .invalidField(name: "name", problem: "is missing") }
        guard name.count <= Self.nameBytesMax else {
            throw .invalidField(name: "name", problem: "is longer than 190 bytes")
        }
        guard name.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw .invalidField(name: "name", problem: "holds control characters")
        }
        guard request.role <= identity.role else {
            throw .invalidField(name: "role", problem: "is above the role of its maker")
        }
        guard let expiresAt = request.expiresAt else { return }
        guard expiresAt > now() else { throw .invalidField(name: "secondsToLive", problem: "ends in the past") }
    }
}
