internal import Access
internal import Catalog

/// What lives on the writer's thread: the connection, the batch, the feed of changes.
final class SQLiteWriterLoop {
    /// Writes in one transaction. It bounds how long the first of them waits for the last, and the size of the log.
    static let batchMax = 256

    let database: SQLiteDatabase
    private(set) var statistics = StoreStatistics()
    private var feed: ChangeFeed?
    private var dataVersion: Int64 = -1
    private let pollMilliseconds: Int?
    private let observe: @Sendable (StoreObservation) -> Void

    init(
        _ database: SQLiteDatabase, pollMilliseconds: Int?, observe: @escaping @Sendable (StoreObservation) -> Void
    ) {
        self.database = database
        self.pollMilliseconds = pollMilliseconds
        self.observe = observe
    }

    /// Until the queue is closed and drained. It looks for other processes' commits after each rest and each round of work:
    /// steady work must not hide a revoked token.
    func run(_ queue: WorkQueue<SQLiteWriter.Item>) {
        while true {
            if let items = queue.takeAll(atMostMilliseconds: feed == nil ? nil : pollMilliseconds) {
                if items.isEmpty { return }
                carryOut(items)
            }
            if pollMilliseconds != nil { pollAlone() }
        }
    }

    private func carryOut(_ items: [SQLiteWriter.Item]) {
        var batch: [SQLiteWrite] = []
        for item in items {
            if case .write(let write) = item, batch.count < Self.batchMax {
                batch.append(write)
                continue
            }
            commit(batch)
            batch = []
            switch item {
            case .write(let write): batch.append(write)
            case .visit(let visit): visit(self)
            }
        }
        commit(batch)
    }

    // MARK: Writing

    /// The order is the promise: on disk first, then the listener, then the callers. A caller that has its answer finds its
    /// change in force.
    private func commit(_ batch: [SQLiteWrite]) {
        guard !batch.isEmpty else { return }
        do throws(StoreError) {
            try database.run("BEGIN IMMEDIATE")
            let finishes = try perform(batch)
            let delivery = try feed?.pending(in: database)
            try database.run("COMMIT")
            statistics.commits += 1
            statistics.writes += batch.count
            if let delivery { feed?.deliver(delivery) }
            for finish in finishes { finish() }
        } catch {
            database.rollBack()
            for write in batch { write.fail(error) }
        }
    }

    private func perform(_ batch: [SQLiteWrite]) throws(StoreError) -> [@Sendable () -> Void] {
        var finishes: [@Sendable () -> Void] = []
        for write in batch { finishes.append(try perform(write)) }
        return finishes
    }

    /// Throws only when the whole transaction is lost.
    private func perform(_ write: SQLiteWrite) throws(StoreError) -> @Sendable () -> Void {
        try database.run("SAVEPOINT one")
        do throws(StoreError) {
            let finish = try write.perform(database)
            try database.run("RELEASE one")
            return finish
        } catch {
            guard database.isInTransaction else { throw error }
            try database.run("ROLLBACK TO one")
            try database.run("RELEASE one")
            return { write.fail(error) }
        }
    }

    // MARK: Following

    /// From now on `committed` hears of every change behind `revision`, beginning with those that are there already.
    func follow(since revision: Int64, committed: @escaping @Sendable ([StoreChange]) -> Void) throws(StoreError) {
        feed = ChangeFeed(since: revision, committed: committed)
        dataVersion = -1
        try poll()
    }

    /// Delivers what other connections committed. `data_version` stays as it is when only this connection wrote
    /// (sqlite.org/pragma.html#pragma_data_version), so a look costs microseconds when nothing happened.
    func poll() throws(StoreError) {
        guard feed != nil else { return }
        let version = try database.integer("PRAGMA data_version") ?? 0
        guard version != dataVersion else { return }
        let delivery = try database.reading { () throws(StoreError) in try feed?.pending(in: database) }
        if let delivery { feed?.deliver(delivery) }
        dataVersion = version
    }

    private func pollAlone() {
        do throws(StoreError) { try poll() } catch { observe(.pollFailed(error)) }
    }
}
