import Access
import Catalog
import Synchronization

/// The store's protocols over dictionaries: what the router's tests write to. Changes are handed on in order before a call returns.
final class MemoryStore: DataSourceStore, TokenStore {
    private struct State {
        var sources: [Int64: StoredDataSource] = [:]
        var tokens: [Int64: TokenRecord] = [:]
        var lastID: Int64 = 0
        var revision: Int64 = 0
        var isDown = false
    }

    private let state = Mutex(State())
    private let committed = Mutex<@Sendable ([StoreChange]) -> Void> { _ in }

    /// Everything fails from now on.
    func goDown() { state.withLock { $0.isDown = true } }

    func whenCommitted(_ deliver: @escaping @Sendable ([StoreChange]) -> Void) {
        committed.withLock { $0 = deliver }
    }

    var sourceCount: Int { state.withLock { $0.sources.count } }

    func stored(id: Int64) -> StoredDataSource? { state.withLock { $0.sources[id] } }

    /// As provisioning would: writes past the service.
    func put(_ source: DataSource) -> StoredDataSource {
        let stored = state.withLock { state in
            state.revision += 1
            var source = source
            if source.id == 0 {
                state.lastID += 1
                source.id = state.lastID
            }
            let stored = StoredDataSource(source: source, secrets: [], revision: state.revision)
            state.sources[source.id] = stored
            return stored
        }
        deliver([.dataSource(stored)])
        return stored
    }

    // MARK: Data sources

    func insert(
        _ source: DataSource, secrets: [SealedField], grants: SourceGrants
    ) async throws(StoreError) -> StoredDataSource {
        let changes = try change { state throws(StoreError) in
            try Self.checkUnique(source, state)
            state.lastID += 1
            var source = source
            source.id = state.lastID
            return Self.write(source, secrets, grants, &state)
        }
        return try first(changes)
    }

    func changeGrants(_ changes: [GrantChange], sourceID: Int64, orgID: Int64) async throws(StoreError) {
        _ = try change { state throws(StoreError) in
            guard let old = state.sources[sourceID], old.source.orgID == orgID else { throw .notFound }
            var grants = old.grants
            for change in changes { grants[change.principal] = change.level }
            state.sources[sourceID] = StoredDataSource(
                source: old.source, secrets: old.secrets, revision: old.revision, grants: grants)
            return [.grants(grants, sourceID: sourceID, orgID: orgID)]
        }
    }

    func update(
        _ source: DataSource, secrets: [SealedField], ifRevision: Int64
    ) async throws(StoreError) -> StoredDataSource {
        let changes = try change { state throws(StoreError) in
            guard let old = state.sources[source.id], old.source.orgID == source.orgID else { throw .notFound }
            guard old.revision == ifRevision else { throw .revisionMoved(current: old.revision) }
            try Self.checkUnique(source, state)
            return Self.write(source, secrets, old.grants, &state)
        }
        return try first(changes)
    }

    func delete(id: Int64, orgID: Int64) async throws(StoreError) {
        _ = try change { state throws(StoreError) in
            guard state.sources[id]?.source.orgID == orgID else { throw .notFound }
            state.sources[id] = nil
            return [.dataSourceDeleted(id: id, orgID: orgID)]
        }
    }

    func dataSource(id: Int64, orgID: Int64) async throws(StoreError) -> StoredDataSource? {
        try find(orgID) { $0.id == id }
    }

    func dataSource(uid: String, orgID: Int64) async throws(StoreError) -> StoredDataSource? {
        try find(orgID) { $0.uid == uid }
    }

    func dataSource(name: String, orgID: Int64) async throws(StoreError) -> StoredDataSource? {
        try find(orgID) { $0.name == name }
    }

    // MARK: Tokens

    func insert(_ token: TokenRecord) async throws(StoreError) -> TokenRecord {
        let changes = try change { state throws(StoreError) in
            let isTaken = state.tokens.values.contains { $0.orgID == token.orgID && $0.name == token.name }
            guard !isTaken else { throw .nameTaken }
            state.lastID += 1
            let record = token.withID(state.lastID)
            state.tokens[record.id] = record
            return [.token(record)]
        }
        guard case .token(let record)? = changes.first else { throw .unavailable("no change") }
        return record
    }

    func delete(tokenID: Int64, orgID: Int64) async throws(StoreError) {
        _ = try change { state throws(StoreError) in
            guard state.tokens[tokenID]?.orgID == orgID else { throw .notFound }
            state.tokens[tokenID] = nil
            return [.tokenDeleted(id: tokenID)]
        }
    }

    func tokens(orgID: Int64) async throws(StoreError) -> [TokenRecord] {
        try state.withLock { state throws(StoreError) in
            guard !state.isDown else { throw .unavailable("down") }
            return state.tokens.values.filter { $0.orgID == orgID }.sorted { $0.id < $1.id }
        }
    }

    // MARK: Steps

    private func change(
        _ body: (inout sending State) throws(StoreError) -> sending [StoreChange]
    ) throws(StoreError) -> [StoreChange] {
        let changes = try state.withLock { state throws(StoreError) in
            guard !state.isDown else { throw .unavailable("down") }
            return try body(&state)
        }
        deliver(changes)
        return changes
    }

    private func deliver(_ changes: [StoreChange]) { committed.withLock { $0 }(changes) }

    private func find(
        _ orgID: Int64, _ matches: (DataSource) -> Bool
    ) throws(StoreError) -> StoredDataSource? {
        try state.withLock { state throws(StoreError) in
            guard !state.isDown else { throw .unavailable("down") }
            return state.sources.values.first { $0.source.orgID == orgID && matches($0.source) }
        }
    }

    private func first(_ changes: [StoreChange]) throws(StoreError) -> StoredDataSource {
        guard case .dataSource(let stored)? = changes.first else { throw .unavailable("no change") }
        return stored
    }

    private static func checkUnique(_ source: DataSource, _ state: State) throws(StoreError) {
        let others = state.sources.values.map(\.source).filter { $0.orgID == source.orgID && $0.id != source.id }
        guard !others.contains(where: { $0.name == source.name }) else { throw .nameTaken }
        guard !others.contains(where: { $0.uid == source.uid }) else { throw .uidTaken }
    }

    private static func write(
        _ source: DataSource, _ secrets: [SealedField], _ grants: SourceGrants, _ state: inout State
    ) -> [StoreChange] {
        var changes: [StoreChange] = []
        if source.isDefault {
            for var old in state.sources.values.map(\.source)
            where old.isDefault && old.orgID == source.orgID && old.id != source.id {
                old.isDefault = false
                let row = state.sources[old.id]
                changes.append(.dataSource(keep(old, row?.secrets ?? [], row?.grants ?? .denied, &state)))
            }
        }
        return [.dataSource(keep(source, secrets, grants, &state))] + changes
    }

    private static func keep(
        _ source: DataSource, _ secrets: [SealedField], _ grants: SourceGrants, _ state: inout State
    ) -> StoredDataSource {
        state.revision += 1
        let stored = StoredDataSource(source: source, secrets: secrets, revision: state.revision, grants: grants)
        state.sources[source.id] = stored
        return stored
    }
}
