import Access
import Catalog
import Synchronization

/// Data sources in memory, with the contract of a real store; publishes to its board before it returns.
final class MemoryStore: DataSourceStore {
    struct State {
        var rows: [StoredDataSource] = []
        var nextID: Int64 = 1
        var revision: Int64 = 0
        /// Called once before the next update is judged, to let somebody else be faster.
        var beforeUpdate: (@Sendable (inout State) -> Void)?
    }

    let state: Mutex<State>
    let board: SnapshotBoard
    let builder: RouteBuilder

    init(board: SnapshotBoard, builder: RouteBuilder) {
        state = Mutex(State())
        self.board = board
        self.builder = builder
    }

    func insert(
        _ source: DataSource, secrets: [SealedField], grants: SourceGrants
    ) async throws(StoreError) -> StoredDataSource {
        let result = state.withLock { state -> Result<[StoredDataSource], StoreError> in
            if let error = Self.conflict(source, in: state) { return .failure(error) }
            var source = source
            source.id = state.nextID
            state.nextID += 1
            return .success(Self.write(source, secrets, grants, into: &state))
        }
        return try publish(result)
    }

    func changeGrants(_ changes: [GrantChange], sourceID: Int64, orgID: Int64) async throws(StoreError) {
        let grants = state.withLock { state -> SourceGrants? in
            let index = state.rows.firstIndex { $0.source.id == sourceID && $0.source.orgID == orgID }
            guard let index else { return nil }
            let row = state.rows[index]
            var grants = row.grants
            for change in changes { grants[change.principal] = change.level }
            state.rows[index] = StoredDataSource(
                source: row.source, secrets: row.secrets, revision: row.revision, grants: grants)
            return grants
        }
        guard let grants else { throw .notFound }
        board.publish([.grants(grants, sourceID: sourceID, orgID: orgID)], builder: builder)
    }

    func update(
        _ source: DataSource, secrets: [SealedField], ifRevision: Int64
    ) async throws(StoreError) -> StoredDataSource {
        let result = state.withLock { state -> Result<[StoredDataSource], StoreError> in
            let interference = state.beforeUpdate
            state.beforeUpdate = nil
            interference?(&state)
            let row = state.rows.first { $0.source.id == source.id && $0.source.orgID == source.orgID }
            guard let row else { return .failure(.notFound) }
            guard row.revision == ifRevision else { return .failure(.revisionMoved(current: row.revision)) }
            if let error = Self.conflict(source, in: state) { return .failure(error) }
            return .success(Self.write(source, secrets, row.grants, into: &state))
        }
        return try publish(result)
    }

    func delete(id: Int64, orgID: Int64) async throws(StoreError) {
        let removed = state.withLock { state in
            let before = state.rows.count
            state.rows.removeAll { $0.source.id == id && $0.source.orgID == orgID }
            return before - state.rows.count
        }
        guard removed == 1 else { throw .notFound }
        board.publish([.dataSourceDeleted(id: id, orgID: orgID)], builder: builder)
    }

    func dataSource(id: Int64, orgID: Int64) async throws(StoreError) -> StoredDataSource? {
        first { $0.id == id && $0.orgID == orgID }
    }

    func dataSource(uid: String, orgID: Int64) async throws(StoreError) -> StoredDataSource? {
        first { Array($0.uid.utf8) == Array(uid.utf8) && $0.orgID == orgID }
    }

    func dataSource(name: String, orgID: Int64) async throws(StoreError) -> StoredDataSource? {
        first { Array($0.name.utf8) == Array(name.utf8) && $0.orgID == orgID }
    }

    /// Changes a row behind everybody's back: what a test of tampering or of an old row needs.
    func tamper(_ change: @Sendable (StoredDataSource) -> StoredDataSource) {
        let rows = state.withLock { state in
            state.rows = state.rows.map(change)
            return state.rows
        }
        board.publish(rows.map(StoreChange.dataSource), builder: builder)
    }

    var rows: [StoredDataSource] { state.withLock(\.rows) }

    private func first(_ matches: (DataSource) -> Bool) -> StoredDataSource? {
        state.withLock { state in state.rows.first { matches($0.source) } }
    }

    private func publish(_ result: Result<[StoredDataSource], StoreError>) throws(StoreError) -> StoredDataSource {
        let written = try result.get()
        board.publish(written.map(StoreChange.dataSource), builder: builder)
        return written[0]
    }

    private static func conflict(_ source: DataSource, in state: State) -> StoreError? {
        for row in state.rows where row.source.orgID == source.orgID && row.source.id != source.id {
            if Array(row.source.name.utf8) == Array(source.name.utf8) { return .nameTaken }
            if row.source.uid == source.uid { return .uidTaken }
        }
        return nil
    }

    /// The written row first, then those that lost the default flag.
    static func write(
        _ source: DataSource, _ secrets: [SealedField], _ grants: SourceGrants = .standard, into state: inout State
    ) -> [StoredDataSource] {
        state.revision += 1
        let row = StoredDataSource(source: source, secrets: secrets, revision: state.revision, grants: grants)
        var written = [row]
        state.rows = state.rows.filter { $0.source.id != source.id }.map { other in
            guard source.isDefault, other.source.isDefault, other.source.orgID == source.orgID else { return other }
            var demoted = other.source
            demoted.isDefault = false
            state.revision += 1
            let changed = StoredDataSource(
                source: demoted, secrets: other.secrets, revision: state.revision, grants: other.grants)
            written.append(changed)
            return changed
        }
        state.rows.append(row)
        return written
    }
}
