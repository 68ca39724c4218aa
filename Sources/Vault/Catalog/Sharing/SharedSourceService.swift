public import Access
internal import Crypto
public import Secrets

/// The server's own data sources: kept once, used in many organisations. For the server's admins alone.
///
/// They are made, read, changed and deleted by `CatalogService` like an organisation's, under the identity that `authorise` gives.
public struct SharedSourceService: Sendable {
    private let store: any SourceShareStore
    private let catalog: CatalogService
    private let secrets: SecretMerge
    private let board: SnapshotBoard
    private let policy: Policy

    public init(
        store: any SourceShareStore, catalog: CatalogService, keyring: Keyring, board: SnapshotBoard,
        policy: Policy = Policy()
    ) {
        self.store = store
        self.catalog = catalog
        self.board = board
        self.policy = policy
        secrets = SecretMerge(keyring: keyring)
    }

    /// Who the caller is among the server's own sources.
    public func authorise(_ action: Action, by identity: Identity) throws(CatalogError) -> Identity {
        let permission = Permission(action, on: .server)
        if case .deny(let reason) = policy.decide(identity, permission) { throw .denied(permission, reason: reason) }
        return identity.onServer
    }

    public func shares(of uid: String, by identity: Identity) async throws(CatalogError) -> SourceShares {
        let id = try source(uid, .datasourcesRead, identity).id
        let shares: SourceShares?
        do throws(StoreError) { shares = try await store.shares(sourceID: id) } catch { throw CatalogError(error) }
        guard let shares else { throw .notFound }
        return shares
    }

    /// All of it or nothing. Returns when every worker has it.
    public func share(_ uid: String, _ change: ShareChange, by identity: Identity) async throws(CatalogError) {
        let source = try source(uid, .datasourcesWrite, identity)
        let directory = board.current.directory
        var sealed: [Int64: [SealedField]?] = [:]
        for (orgID, sent) in change.organizations {
            guard directory.organization(id: orgID) != nil else {
                throw .invalidField(name: "orgs", problem: "names an organization that there is not")
            }
            sealed[orgID] = .some(try sent.map { (sent) throws(CatalogError) in try seal(sent, of: source, in: orgID) })
        }
        do throws(StoreError) {
            try await store.share(sourceID: source.id, everywhere: change.isEverywhere, with: sealed)
        } catch { throw CatalogError(error) }
        catalog.observe(.shared(uid: source.uid, by: identity))
        await board.settled()
    }

    private func source(
        _ uid: String, _ action: Action, _ identity: Identity
    ) throws(CatalogError) -> DataSource {
        try catalog.find(.uid(uid), for: action, by: try authorise(action, by: identity)).source
    }

    /// Sealed for the copy: it opens in no other organisation.
    private func seal(
        _ sent: [(field: String, value: SecretBytes)], of source: DataSource, in orgID: Int64
    ) throws(CatalogError) -> [SealedField] {
        try catalog.rules.checkSecrets(sent)
        var copy = source
        copy.orgID = orgID
        return try secrets.merged([], of: nil, with: sent, for: copy)
    }
}
