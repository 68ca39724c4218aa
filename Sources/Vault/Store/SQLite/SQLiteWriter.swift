internal import Access

/// The one thread that writes. Callers queue up; whatever waits when a commit ends goes into the next transaction together
/// (group commit), so that 64 callers pay for a few syncs of the disk and not for 64.
final class SQLiteWriter: Sendable {
    enum Item: Sendable {
        case write(SQLiteWrite)
        /// Work on the writer's connection between transactions.
        case visit(@Sendable (SQLiteWriterLoop) -> Void)
    }

    /// Writes that may wait; the next one is refused.
    static let queuedMax = 4_096

    private let queue = WorkQueue<Item>(itemsMax: SQLiteWriter.queuedMax)
    private let thread: StoreThread

    /// Takes the connection over. `pollMilliseconds`: how long the writer rests before it looks for other processes' commits,
    /// once there is a listener; never when nil.
    init(
        _ database: sending SQLiteDatabase, pollMilliseconds: Int?,
        observe: @escaping @Sendable (StoreObservation) -> Void
    ) throws(StoreError) {
        let loop = SQLiteWriterLoop(database, pollMilliseconds: pollMilliseconds, observe: observe)
        thread = try StoreThread(name: "headgate-write") { [queue] in loop.run(queue) }
    }

    deinit { queue.close() }

    /// How many items wait.
    var queued: Int { queue.count }

    /// Runs `body` in a transaction and returns when it is on disk and the listener has heard of it. When `body` throws,
    /// nothing of it stays; the other writes of the batch are not touched.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (SQLiteDatabase) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let write = SQLiteWrite(body) { continuation.resume(returning: $0) }
            if let refusal = queue.push(.write(write)) { write.fail(refusal) }
        }
        return try result.get()
    }

    /// Runs `body` on the writer's thread behind the writes that wait.
    func visit<Value: Sendable>(
        _ body: @escaping @Sendable (SQLiteWriterLoop) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let visit = Item.visit { loop in
                continuation.resume(returning: Result { () throws(StoreError) in try body(loop) })
            }
            if let refusal = queue.push(visit) { continuation.resume(returning: .failure(refusal)) }
        }
        return try result.get()
    }

    /// Finishes what waits, then joins the thread. Blocks; never call it on a loop's thread.
    func stop() {
        queue.close()
        thread.join()
    }
}
