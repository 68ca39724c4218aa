internal import Access

/// Threads that read, each with a connection of its own. A read never waits for the writer (WAL) and sees one consistent
/// state.
final class SQLiteReaders: Sendable {
    /// Reads that may wait; the next one is refused.
    static let queuedMax = 4_096

    private let queue = WorkQueue<@Sendable (SQLiteDatabase) -> Void>(itemsMax: SQLiteReaders.queuedMax)
    private let threads: [StoreThread]

    init(path: String, count: Int) throws(StoreError) {
        var threads: [StoreThread] = []
        do throws(StoreError) {
            for _ in 0..<count { threads.append(try Self.start(path, queue)) }
        } catch {
            queue.close()
            throw error
        }
        self.threads = threads
    }

    deinit { queue.close() }

    /// Runs `body` in a read transaction on one of the threads.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (SQLiteDatabase) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let refusal = queue.push { database in
                let result = Result { () throws(StoreError) in
                    try database.reading { () throws(StoreError) in try body(database) }
                }
                continuation.resume(returning: result)
            }
            if let refusal { continuation.resume(returning: .failure(refusal)) }
        }
        return try result.get()
    }

    private static func start(
        _ path: String, _ queue: WorkQueue<@Sendable (SQLiteDatabase) -> Void>
    ) throws(StoreError) -> StoreThread {
        let database = try SQLiteDatabase(path: path, mode: .readOnly)
        return try StoreThread(name: "headgate-read") {
            while let work = queue.takeFirst() { work(database) }
        }
    }

    /// Finishes what waits, then joins the threads. Blocks.
    func stop() {
        queue.close()
        for thread in threads { thread.join() }
    }
}
