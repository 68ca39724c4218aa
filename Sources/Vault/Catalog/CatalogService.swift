public import Access
public import Secrets

/// Changes and reads of data sources, for whoever asks: HTTP, command line, provisioning. Authorisation is here and
/// nowhere above. Everything happens within the asking identity's organisation; what another one has is not there
/// and neither is a source that grants the identity nothing. What is granted is read and changed in
/// `CatalogService+Grants.swift`.
///
/// Reads are answered from the snapshot. A write returns when every worker has it, so that the next call sees it.
public struct CatalogService: Sendable {
    /// How often a write whose caller named no revision is tried anew when somebody else was faster.
    private static let attemptsMax = 16

    let store: any DataSourceStore
    let board: SnapshotBoard
    let policy: Policy
    let rules: DataSourceRules
    let secrets: SecretMerge
    let configuration: CatalogConfiguration
    let now: @Sendable () -> Int64
    let observe: @Sendable (CatalogObservation) -> Void

    /// `now` gives Unix seconds.
    public init(
        store: any DataSourceStore, board: SnapshotBoard, keyring: Keyring, policy: Policy = Policy(),
        configuration: CatalogConfiguration = CatalogConfiguration(), now: @escaping @Sendable () -> Int64,
        observe: @escaping @Sendable (CatalogObservation) -> Void = { _ in }
    ) {
        self.store = store
        self.board = board
        self.policy = policy
        self.configuration = configuration
        self.now = now
        self.observe = observe
        rules = DataSourceRules(configuration: configuration)
        secrets = SecretMerge(keyring: keyring)
    }

    // MARK: Reading

    /// Those that the identity may read, in order of lower-cased name.
    public func list(by identity: Identity) throws(CatalogError) -> [Route] {
        let snapshot = board.current
        let routes = snapshot.routes(orgID: identity.orgID).filter { route in
            policy.allows(identity, .datasourcesRead, on: route.grants, in: snapshot.directory)
        }
        if routes.isEmpty { try authorise(.datasourcesRead, identity) }
        return routes
    }

    /// The source, if the identity may do `action` to it. Every door to a source asks here or, on the data plane, the same policy.
    ///
    /// `notFound` for whom it is not there, `denied` for whoever may read it and not do that.
    public func find(
        _ reference: DataSourceReference, for action: Action = .datasourcesRead, by identity: Identity
    ) throws(CatalogError) -> Route {
        let snapshot = board.current
        guard let route = route(reference, orgID: identity.orgID, in: snapshot) else {
            throw absence(of: reference, action, identity)
        }
        try authorise(action, on: reference, granting: route.grants, identity, snapshot)
        return route
    }

    public func identifier(ofName name: String, by identity: Identity) throws(CatalogError) -> Int64 {
        try find(.name(name), for: .datasourcesIDRead, by: identity).source.id
    }

    /// Asked before a body is read: whoever cannot do it is told so at once. An admin of the organisation may do everything, so what he
    /// sent is judged before it is looked for the source, as in Grafana.
    public func authorise(
        _ action: Action, on reference: DataSourceReference, by identity: Identity
    ) throws(CatalogError) {
        if policy.allows(identity, Permission(action)) { return }
        _ = try find(reference, for: action, by: identity)
    }

    // MARK: Writing

    public func create(_ change: DataSourceChange, by identity: Identity) async throws(CatalogError) -> Route {
        try authorise(.datasourcesCreate, identity)
        try rules.checkSecrets(change.secrets)
        let names = NameMaker(change, snapshot: board.current, orgID: identity.orgID)
        for attempt in 0..<Self.attemptsMax {
            let source = DataSourceMerge.created(
                change, uid: names.uid(), name: names.name(attempt), orgID: identity.orgID, now: now())
            try rules.check(source)
            try rules.checkUID(source.uid)
            guard let stored = try await insert(source, change, names) else { continue }
            observe(.created(orgID: identity.orgID, uid: source.uid, by: identity))
            return try await published(stored)
        }
        throw .nameTaken
    }

    /// `ifMatch` is the revision that the caller has seen (`Route.revision`, its ETag); another one throws
    /// `revisionMoved`.
    public func update(
        _ reference: DataSourceReference, _ change: DataSourceChange, ifMatch: Int64? = nil, by identity: Identity
    ) async throws(CatalogError) -> Route {
        try authorise(.datasourcesWrite, on: reference, by: identity)
        try checkRequest(change, orgID: identity.orgID)
        for _ in 0..<Self.attemptsMax {
            let stored = try await load(reference, for: .datasourcesWrite, by: identity)
            guard !stored.source.readOnly else { throw .readOnly }
            if let ifMatch, ifMatch != stored.revision { throw .revisionMoved(current: stored.revision) }
            if let saved = try await save(change, onto: stored, isStrict: ifMatch != nil, by: identity) {
                return try await published(saved)
            }
        }
        throw .staleVersion
    }

    /// The id of what was deleted.
    public func delete(_ reference: DataSourceReference, by identity: Identity) async throws(CatalogError) -> Int64 {
        let stored = try await load(reference, for: .datasourcesDelete, by: identity)
        guard !stored.source.readOnly else { throw .readOnly }
        do { try await store.delete(id: stored.source.id, orgID: identity.orgID) } catch { throw CatalogError(error) }
        observe(.deleted(orgID: identity.orgID, uid: stored.source.uid, by: identity))
        await board.settled()
        return stored.source.id
    }
}

// MARK: Steps
extension CatalogService {
    func authorise(_ action: Action, _ identity: Identity) throws(CatalogError) {
        let permission = Permission(action)
        if case .deny(let reason) = policy.decide(identity, permission) { throw .denied(permission, reason: reason) }
    }

    private func authorise(
        _ action: Action, on reference: DataSourceReference, granting grants: SourceGrants, _ identity: Identity,
        _ snapshot: RouteSnapshot
    ) throws(CatalogError) {
        let directory = snapshot.directory
        if policy.allows(identity, action, on: grants, in: directory) { return }
        guard policy.allows(identity, .datasourcesRead, on: grants, in: directory) else {
            throw absence(of: reference, action, identity)
        }
        let decision = policy.decide(identity, action, on: grants, in: directory)
        if case .deny(let reason) = decision { throw .denied(Permission(action), reason: reason) }
    }

    /// Whoever has no role here learns nothing at all, not even what is missing.
    private func absence(of reference: DataSourceReference, _ action: Action, _ identity: Identity) -> CatalogError {
        guard identity.role != .none else { return .denied(Permission(action), reason: "no role in the organization") }
        if case .id(let id) = reference, id <= 0 { return .missingID }
        return .notFound
    }

    func route(
        _ reference: DataSourceReference, orgID: Int64, in snapshot: RouteSnapshot
    ) -> Route? {
        switch reference {
        case .id(let id): snapshot.route(orgID: orgID, id: id)
        case .uid(let uid): snapshot.route(orgID: orgID, uid: uid.utf8.span)
        case .name(let name): snapshot.route(orgID: orgID, name: name)
        }
    }

    /// From the store and not from the snapshot: what is written next is built on it, and what is granted on that very row is
    /// what counts.
    func load(
        _ reference: DataSourceReference, for action: Action, by identity: Identity
    ) async throws(CatalogError) -> StoredDataSource {
        guard let stored = try await load(reference, orgID: identity.orgID) else {
            throw absence(of: reference, action, identity)
        }
        try authorise(action, on: reference, granting: stored.grants, identity, board.current)
        return stored
    }

    private func load(_ reference: DataSourceReference, orgID: Int64) async throws(CatalogError) -> StoredDataSource? {
        let stored: StoredDataSource?
        do throws(StoreError) {
            stored =
                switch reference {
                case .id(let id): try await store.dataSource(id: id, orgID: orgID)
                case .uid(let uid): try await store.dataSource(uid: uid, orgID: orgID)
                case .name(let name): try await store.dataSource(name: name, orgID: orgID)
                }
        } catch { throw CatalogError(error) }
        return stored
    }

    /// What Grafana judges before it looks for the source: a bad url for a source that is not there is a bad url.
    private func checkRequest(_ change: DataSourceChange, orgID: Int64) throws(CatalogError) {
        try rules.check(DataSourceMerge.created(change, uid: "", name: change.name ?? "", orgID: orgID, now: 0))
        if let uid = change.uid, !uid.isEmpty { try rules.checkUID(uid) }
        try rules.checkSecrets(change.secrets)
        let needsURL = change.type.flatMap(DataSourceType.named)?.needsURL ?? false
        if needsURL, change.url?.isEmpty ?? true { throw .invalidURL }
    }

    /// Nothing when a made name or uid was taken by somebody faster.
    private func insert(
        _ source: DataSource, _ change: DataSourceChange, _ names: NameMaker
    ) async throws(CatalogError) -> StoredDataSource? {
        let sealed = try secrets.merged([], of: nil, with: change.secrets, for: source)
        do throws(StoreError) {
            return try await store.insert(
                source, secrets: sealed, grants: configuration.deniesByDefault ? .denied : .standard)
        } catch {
            switch error {
            case .nameTaken where names.makesName: return nil
            case .uidTaken where names.makesUID: return nil
            case .nameTaken, .uidTaken, .notFound, .principalNotFound, .revisionMoved, .refused, .unavailable:
                throw CatalogError(error)
            }
        }
    }

    /// Nothing when somebody wrote the source since it was loaded, and the caller did not ask to be told.
    private func save(
        _ change: DataSourceChange, onto stored: StoredDataSource, isStrict: Bool, by identity: Identity
    ) async throws(CatalogError) -> StoredDataSource? {
        let source = try DataSourceMerge.updated(stored.source, by: change, now: now())
        // Its copies' own secrets are sealed for it, and their callers know them by it.
        guard source.orgID != Identity.serverOrgID || source.uid.sameBytes(as: stored.source.uid) else {
            throw .invalidField(name: "uid", problem: "of a source of the server stays as it is")
        }
        try rules.check(source)
        let binding = DestinationBinding(
            from: stored, to: source, sending: Set(change.secrets.map(\.field)), configuration: configuration)
        try binding.check()
        let sealed = try secrets.merged(stored.secrets, of: stored.source, with: change.secrets, for: source)
        let saved: StoredDataSource
        do throws(StoreError) {
            saved = try await store.update(source, secrets: sealed, ifRevision: stored.revision)
        } catch {
            if case .revisionMoved = error, !isStrict { return nil }
            throw CatalogError(error)
        }
        observe(.updated(orgID: source.orgID, uid: source.uid, by: identity))
        if !binding.redirected.isEmpty {
            observe(
                .destinationChangedKeepingSecrets(
                    orgID: source.orgID, uid: source.uid, old: binding.old.text, new: binding.new.text, by: identity))
        }
        return saved
    }

    /// The route of what was just written, once every worker has it: or of what somebody made of it meanwhile.
    private func published(_ stored: StoredDataSource) async throws(CatalogError) -> Route {
        await board.settled()
        guard let route = board.current.route(orgID: stored.source.orgID, id: stored.source.id) else { throw .notFound }
        return route
    }
}
