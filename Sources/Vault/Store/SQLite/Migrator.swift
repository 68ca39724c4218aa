internal import Access

/// Brings a database to the schema that this program knows. `PRAGMA user_version` is the number of the last migration that
/// was carried out, `PRAGMA application_id` tells our files from other programs' databases.
struct Migrator {
    /// "Head" in ASCII.
    static let applicationID: Int64 = 0x4865_6164

    let migrations: [Migration]

    /// Carries out what is missing, each migration in a transaction of its own. Refuses a file of a newer program, which it
    /// would not understand, and one of another program, which is somebody else's data.
    func migrate(_ database: SQLiteDatabase) throws(StoreError) {
        while try applyNext(to: database) {}
    }

    /// False when nothing is missing. The version is read inside the transaction: two processes may start at once.
    private func applyNext(to database: SQLiteDatabase) throws(StoreError) -> Bool {
        try database.run("BEGIN IMMEDIATE")
        defer { database.rollBack() }
        let version = try checkedVersion(of: database)
        guard version < migrations.count else { return false }
        try database.script(migrations[version].sql)
        try database.script("PRAGMA user_version=\(version + 1); PRAGMA application_id=\(Self.applicationID);")
        try database.run("COMMIT")
        return true
    }

    private func checkedVersion(of database: SQLiteDatabase) throws(StoreError) -> Int {
        let version = Int(try database.integer("PRAGMA user_version") ?? 0)
        guard try isOurs(database) else { throw .foreignDatabase }
        guard version >= 0, version <= migrations.count else {
            throw .newerSchema(found: version, known: migrations.count)
        }
        return version
    }

    private func isOurs(_ database: SQLiteDatabase) throws(StoreError) -> Bool {
        if try database.integer("PRAGMA application_id") == Self.applicationID { return true }
        return try database.integer("SELECT count(*) FROM sqlite_schema") == 0
    }
}
