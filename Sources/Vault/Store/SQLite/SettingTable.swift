internal import Access

/// The table `setting`: the few texts that belong to the installation.
enum SettingTable {
    static func value(_ key: String, in database: SQLiteDatabase) throws(StoreError) -> String? {
        try database.first("SELECT value FROM setting WHERE key = ?", [.text(key)]) { (row) throws(StoreError) in
            row.text(0)
        }
    }

    /// What is there already stays; the value that counts comes back.
    static func ensure(_ key: String, _ value: String, in database: SQLiteDatabase) throws(StoreError) -> String {
        try database.run("INSERT OR IGNORE INTO setting (key, value) VALUES (?, ?)", [.text(key), .text(value)])
        return try Self.value(key, in: database) ?? value
    }
}
