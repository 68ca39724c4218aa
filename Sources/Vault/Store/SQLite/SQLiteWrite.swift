internal import Access

/// A write that waits for its turn, its type erased. Exactly one of the two ends is called: what `perform` returns, after the
/// commit, or `fail`.
struct SQLiteWrite: Sendable {
    /// Runs on the writer's thread inside a transaction; what it returns resumes the caller.
    let perform: @Sendable (SQLiteDatabase) throws(StoreError) -> @Sendable () -> Void
    /// Resumes the caller with an error.
    let fail: @Sendable (StoreError) -> Void

    init<Value: Sendable>(
        _ body: @escaping @Sendable (SQLiteDatabase) throws(StoreError) -> Value,
        finish: @escaping @Sendable (Result<Value, StoreError>) -> Void
    ) {
        perform = { (database) throws(StoreError) in
            let value = try body(database)
            return { finish(.success(value)) }
        }
        fail = { finish(.failure($0)) }
    }
}
