internal import Access
internal import CSQLite

/// Where SQLite's result codes become the store's errors (sqlite.org/rescode.html): the only place.
extension StoreError {
    /// `message` is SQLite's own; it is looked at for the columns of a constraint and goes no further, because it may quote SQL.
    init(sqlite code: Int32, message: String) {
        switch code {
        case Int32(HG_SQLITE_CONSTRAINT_UNIQUE), Int32(HG_SQLITE_CONSTRAINT_PRIMARYKEY): self = .taken(message)
        case Int32(HG_SQLITE_CONSTRAINT_FOREIGNKEY): self = .notFound
        default: self = .primary(code & 0xff)
        }
    }

    static let busy = StoreError.unavailable("another process keeps the database busy")
    static let full = StoreError.unavailable("the disk of the database is full")
    static let readOnly = StoreError.unavailable("the database file may not be written")
    static let stopped = StoreError.unavailable("the store is stopped")
    static let overloaded = StoreError.unavailable("too many requests wait for the store")
    static let damaged = StoreError.unavailable("the database file is damaged")
    static let notADatabase = StoreError.unavailable("the file is not a database")
    static let foreignDatabase = StoreError.unavailable("the file is a database of another program")

    static func newerSchema(found: Int, known: Int) -> StoreError {
        .unavailable("the database has schema \(found) of a newer headgate; this one knows \(known)")
    }

    /// A row that this program did not write as it stands.
    static func unreadableRow(_ table: StaticString) -> StoreError {
        .unavailable("a row of the table \(table) cannot be read")
    }

    private static func primary(_ code: Int32) -> StoreError {
        switch code {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_FULL: .full
        case SQLITE_READONLY, SQLITE_PERM: .readOnly
        case SQLITE_CORRUPT: .damaged
        case SQLITE_NOTADB: .notADatabase
        case SQLITE_CANTOPEN: .unavailable("the database file cannot be opened")
        case SQLITE_IOERR: .unavailable("the disk of the database failed")
        case SQLITE_NOMEM: .unavailable("no memory for the database")
        default: .unavailable("SQLite refused with code \(code)")
        }
    }

    /// Which unique index was hit: SQLite names its columns, `UNIQUE constraint failed: data_source.org_id, data_source.uid`.
    private static func taken(_ message: String) -> StoreError {
        if message.hasSuffix("data_source.uid") { return .uidTaken }
        for column in [".name", ".name_key", "user.login", "login_key.key"] where message.hasSuffix(column) {
            return .nameTaken
        }
        return .unavailable("a unique value was repeated")
    }
}
