internal import Access
internal import CSQLite

/// One connection to the database file, used by one thread at a time (opened without SQLite's own mutexes).
///
/// Statements are prepared once per SQL text and kept; values are always bound, never part of the text. Every failure leaves
/// as a `StoreError`, translated in `StoreError+SQLite.swift`.
@safe final class SQLiteDatabase {
    enum Mode { case readWrite, readOnly }

    /// How long a statement waits for another process's write before it gives up (milliseconds).
    static let busyMilliseconds: Int32 = 5_000

    /// What the log is cut back to after a large write (bytes).
    private static let logBytesMax = 64 << 20

    private let handle: OpaquePointer
    private var statements: [String: OpaquePointer] = unsafe [:]

    /// Opens `path`, which must exist (`SQLiteFile.prepare` makes it), and sets what every connection needs.
    init(path: String, mode: Mode) throws(StoreError) {
        unsafe handle = try Self.open(path, mode: mode)
        try configure(mode)
    }

    deinit {
        while let statement = unsafe sqlite3_next_stmt(handle, nil) { _ = unsafe sqlite3_finalize(statement) }
        _ = unsafe sqlite3_close_v2(handle)
    }

    private static func open(_ path: String, mode: Mode) throws(StoreError) -> OpaquePointer {
        let flags =
            SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
            | (mode == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE)
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        guard let handle = unsafe opened else { throw StoreError(sqlite: SQLITE_NOMEM, message: "") }
        guard code == SQLITE_OK else {
            let error = unsafe StoreError(sqlite: code, message: String(cString: sqlite3_errmsg(handle)))
            _ = unsafe sqlite3_close_v2(handle)
            throw error
        }
        return unsafe handle
    }

    /// The order matters: the busy timeout covers the switch to WAL, which is the first to touch the file.
    /// `secure_delete` overwrites what is deleted, so that a removed secret leaves no trace, not even a sealed one.
    private func configure(_ mode: Mode) throws(StoreError) {
        try check(unsafe sqlite3_busy_timeout(handle, Self.busyMilliseconds))
        try check(unsafe hg_sqlite3_harden(handle))
        try script("PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON;")
        guard mode == .readWrite else { return try script("PRAGMA query_only=ON;") }
        guard try first("PRAGMA journal_mode=WAL", [], { $0.text(0) }) == "wal" else {
            throw .unavailable("the file system of the database does not allow write-ahead logging")
        }
        try script(
            "PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA journal_size_limit=\(Self.logBytesMax);")
    }

    // MARK: Statements

    /// Runs several statements without parameters.
    func script(_ sql: String) throws(StoreError) { try check(unsafe sqlite3_exec(handle, sql, nil, nil, nil)) }

    /// Runs one statement to its end; rows are ignored.
    func run(_ sql: String, _ values: [SQLiteValue] = []) throws(StoreError) {
        try each(sql, values) { (_) throws(StoreError) in }
    }

    /// Calls `body` with every row. `body` may use this connection, but not with the same SQL.
    func each(
        _ sql: String, _ values: [SQLiteValue] = [], _ body: (borrowing SQLiteRow) throws(StoreError) -> Void
    ) throws(StoreError) {
        let statement = try unsafe prepared(sql)
        defer { unsafe release(statement) }
        try unsafe bind(values, to: statement)
        while try unsafe step(statement) { try body(unsafe SQLiteRow(statement)) }
    }

    /// What `body` makes of the first row; nothing when there is none.
    func first<Value>(
        _ sql: String, _ values: [SQLiteValue] = [], _ body: (borrowing SQLiteRow) throws(StoreError) -> Value
    ) throws(StoreError) -> Value? {
        let statement = try unsafe prepared(sql)
        defer { unsafe release(statement) }
        try unsafe bind(values, to: statement)
        guard try unsafe step(statement) else { return nil }
        return try body(unsafe SQLiteRow(statement))
    }

    /// The integer in the first column of the first row.
    func integer(_ sql: String, _ values: [SQLiteValue] = []) throws(StoreError) -> Int64? {
        try first(sql, values) { (row) throws(StoreError) in row.integer(0) }
    }

    /// Rows that the last INSERT, UPDATE or DELETE touched.
    var changedRows: Int { Int(unsafe sqlite3_changes(handle)) }

    /// The id that the last INSERT made.
    var lastInsertedID: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

    /// A transaction is open. SQLite closes one by itself when the disk is full or fails, so ask after an error.
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// Runs `body` on one consistent state of the database.
    func reading<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        try run("BEGIN")
        do throws(StoreError) {
            let value = try body()
            try run("COMMIT")
            return value
        } catch {
            rollBack()
            throw error
        }
    }

    /// Undoes the open transaction, if there is one. A failure here has nothing left to undo.
    func rollBack() {
        if isInTransaction { try? run("ROLLBACK") }
    }

    // MARK: Steps

    private func prepared(_ sql: String) throws(StoreError) -> OpaquePointer {
        if let statement = unsafe statements[sql] {
            precondition(unsafe sqlite3_stmt_busy(statement) == 0, "a statement was used inside its own rows")
            return unsafe statement
        }
        var statement: OpaquePointer?
        try check(unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil))
        guard let statement = unsafe statement else { preconditionFailure("an SQL text without a statement") }
        unsafe statements[sql] = statement
        return unsafe statement
    }

    private func bind(_ values: [SQLiteValue], to statement: OpaquePointer) throws(StoreError) {
        precondition(unsafe sqlite3_bind_parameter_count(statement) == values.count)
        var index: Int32 = 0
        for value in values {
            index += 1
            try check(unsafe Self.bind(value, at: index, of: statement))
        }
    }

    private static func bind(_ value: SQLiteValue, at index: Int32, of statement: OpaquePointer) -> Int32 {
        switch value {
        case .null: return unsafe sqlite3_bind_null(statement, index)
        case .integer(let number): return unsafe sqlite3_bind_int64(statement, index, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                    let start = characters.baseAddress
                    return unsafe start.map { unsafe hg_sqlite3_bind_text(statement, index, $0, UInt64(bytes.count)) }
                        ?? hg_sqlite3_bind_text(statement, index, "", 0)
                }
            }
        case .blob(let bytes):
            guard !bytes.isEmpty else { return unsafe sqlite3_bind_zeroblob(statement, index, 0) }
            return unsafe bytes.withUnsafeBytes {
                unsafe hg_sqlite3_bind_blob(statement, index, $0.baseAddress, UInt64($0.count))
            }
        }
    }

    /// True when the statement stands on a row, false at its end.
    private func step(_ statement: OpaquePointer) throws(StoreError) -> Bool {
        let code = unsafe sqlite3_step(statement)
        if code == SQLITE_ROW { return true }
        guard code != SQLITE_DONE else { return false }
        throw failure(code)
    }

    /// Ready for its next use, and without a copy of what was bound.
    private func release(_ statement: OpaquePointer) {
        _ = unsafe sqlite3_reset(statement)
        _ = unsafe sqlite3_clear_bindings(statement)
    }

    private func check(_ code: Int32) throws(StoreError) {
        if code != SQLITE_OK { throw failure(code) }
    }

    private func failure(_ code: Int32) -> StoreError {
        StoreError(sqlite: code, message: unsafe String(cString: sqlite3_errmsg(handle)))
    }
}
