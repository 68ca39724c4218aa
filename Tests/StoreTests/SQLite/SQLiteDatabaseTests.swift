import Access
import Testing

@testable import Store

@Suite struct SQLiteDatabaseTests {
    private func database(_ directory: TemporaryDirectory, _ schema: String) throws -> SQLiteDatabase {
        try SQLiteFile.prepare(directory.database)
        let database = try SQLiteDatabase(path: directory.database, mode: .readWrite)
        try database.script(schema)
        return database
    }

    @Test func valuesComeBackAsTheyWereBound() throws {
        let directory = TemporaryDirectory()
        let database = try database(directory, "CREATE TABLE t (i INTEGER, s TEXT, b BLOB, n INTEGER) STRICT")
        try database.run(
            "INSERT INTO t VALUES (?, ?, ?, ?)",
            [.integer(.min), .text("a\u{0}'; --\u{1F600}"), .blob([0, 255, 0]), .null])
        try database.run("INSERT INTO t VALUES (?, ?, ?, ?)", [.integer(.max), .text(""), .blob([]), SQLiteValue(nil)])

        var rows = 0
        try database.each("SELECT i, s, b, n FROM t ORDER BY i") { (row) throws(StoreError) in
            rows += 1
            let (number, text, blob, none) = (row.integer(0), row.text(1), row.blob(2), row.optionalInteger(3))
            #expect(number == (rows == 1 ? .min : .max))
            #expect(text == (rows == 1 ? "a\u{0}'; --\u{1F600}" : ""))
            #expect(blob == (rows == 1 ? [0, 255, 0] : []))
            #expect(none == nil)
        }
        #expect(rows == 2)
        #expect(try database.integer("SELECT count(*) FROM t WHERE s IS NULL OR b IS NULL") == 0)
    }

    @Test func connectionIsSetUpAsPromised() throws {
        let directory = TemporaryDirectory()
        let database = try database(directory, "")
        let pragmas: [(String, Int64)] = [
            ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("trusted_schema", 0),
            ("busy_timeout", 5_000),
        ]
        for (name, value) in pragmas { #expect(try database.integer("PRAGMA \(name)") == value, "\(name)") }
        #expect(try database.integer("SELECT 1 FROM pragma_journal_mode WHERE journal_mode = 'wal'") == 1)
    }

    @Test func readOnlyConnectionRefusesToWrite() throws {
        let directory = TemporaryDirectory()
        let writing = try database(directory, "CREATE TABLE t (i INTEGER) STRICT")
        let reading = try SQLiteDatabase(path: directory.database, mode: .readOnly)
        #expect(throws: StoreError.readOnly) { try reading.run("INSERT INTO t VALUES (1)") }
        #expect(try writing.integer("SELECT count(*) FROM t") == 0)
    }

    @Test func lockedDatabaseIsBusy() throws {
        let directory = TemporaryDirectory()
        let first = try database(directory, "CREATE TABLE t (i INTEGER) STRICT")
        let second = try SQLiteDatabase(path: directory.database, mode: .readWrite)
        try second.script("PRAGMA busy_timeout=0")
        try first.run("BEGIN IMMEDIATE")
        #expect(throws: StoreError.busy) { try second.run("BEGIN IMMEDIATE") }
        first.rollBack()
        try second.run("BEGIN IMMEDIATE")
        second.rollBack()
    }

    @Test(arguments: [
        (Int32(2067), "UNIQUE constraint failed: data_source.org_id, data_source.name", StoreError.nameTaken),
        (2067, "UNIQUE constraint failed: data_source.org_id, data_source.uid", .uidTaken),
        (2067, "UNIQUE constraint failed: token.org_id, token.name", .nameTaken),
        (2067, "UNIQUE constraint failed: user.login", .nameTaken),
        (2067, "UNIQUE constraint failed: token.digest", .unavailable("a unique value was repeated")),
        (787, "FOREIGN KEY constraint failed", .notFound),
        (5, "database is locked", .busy), (517, "database is locked", .busy),
        (13, "database or disk is full", .full), (8, "attempt to write a readonly database", .readOnly),
        (11, "database disk image is malformed", .damaged), (26, "file is not a database", .notADatabase),
        (1, "near \"secret\": syntax error", .unavailable("SQLite refused with code 1")),
    ])
    func resultCodesBecomeErrors(_ code: Int32, _ message: String, _ error: StoreError) {
        #expect(StoreError(sqlite: code, message: message) == error)
    }
}
