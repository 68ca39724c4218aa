public import Access
public import Catalog

/// Headgate's state in one SQLite file: one thread that writes, a few that read.
///
/// The file may be open in several processes: the command line works on it while a server runs. `SQLiteDataSourceStore.swift`
/// and its neighbours hold what can be asked; this file opens, follows and stops.
public final class SQLiteStore: Sendable, StoreEngine {
    let writer: SQLiteWriter
    let readers: SQLiteReaders

    /// Opens the file or makes it, and brings its schema up to date. Blocks: call it before any loop runs.
    public init(
        _ configuration: SQLiteStoreConfiguration,
        observe: @escaping @Sendable (StoreObservation) -> Void = { _ in }
    ) throws(StoreError) {
        let path = configuration.path
        try SQLiteFile.prepare(path)
        let database = try SQLiteDatabase(path: path, mode: .readWrite)
        try Migrator(migrations: Migration.all).migrate(database)
        try ChangeTable.prune(in: database)
        readers = try SQLiteReaders(path: path, count: configuration.readers)
        writer = try SQLiteWriter(database, pollMilliseconds: configuration.pollMilliseconds, observe: observe)
    }

    // MARK: The state, and following it

    public func load() async throws(StoreError) -> StoreContents {
        try await readers.read { (database) throws(StoreError) in
            let organizations = try OrganizationTable.all(in: database)
            let users = try UserTable.all(in: database)
            let teams = try TeamTable.all(in: database)
            let accounts = try ServiceAccountTable.all(in: database)
            let tokens = try TokenTable.all(in: database)
            var dataSources: [StoredDataSource] = []
            try DataSourceTable.each(in: database) { (source) throws(StoreError) in dataSources.append(source) }
            return StoreContents(
                organizations: organizations, users: users, teams: teams, serviceAccounts: accounts, tokens: tokens,
                dataSources: dataSources, revision: try ChangeTable.revision(in: database))
        }
    }

    public func follow(
        since revision: Int64, committed: @escaping @Sendable ([StoreChange]) -> Void
    ) async throws(StoreError) {
        try await writer.visit { (loop) throws(StoreError) in try loop.follow(since: revision, committed: committed) }
    }

    public func poll() async throws(StoreError) {
        try await writer.visit { (loop) throws(StoreError) in try loop.poll() }
    }

    public func changes(since revision: Int64) async throws(StoreError) -> [StoreChange] {
        try await readers.read { (database) throws(StoreError) in
            try ChangeTable.changes(since: revision, in: database)
        }
    }

    // MARK: Health and end

    public func ping() async throws(StoreError) {
        _ = try await readers.read { (database) throws(StoreError) in try ChangeTable.revision(in: database) }
    }

    public func integrityProblems() async throws(StoreError) -> [String] {
        try await readers.read { (database) throws(StoreError) in
            var problems: [String] = []
            try database.each("PRAGMA integrity_check(20)") { (row) throws(StoreError) in problems.append(row.text(0)) }
            return problems == ["ok"] ? [] : problems
        }
    }

    public func statistics() async throws(StoreError) -> StoreStatistics {
        try await writer.visit { (loop) throws(StoreError) in loop.statistics }
    }

    /// The readers end first, so that the writer's connection is the last and leaves no log behind.
    public func stop() {
        readers.stop()
        writer.stop()
    }
}
