internal import Access

/// The table `org`.
enum OrganizationTable {
    static func ensure(id: Int64, name: String, in database: SQLiteDatabase) throws(StoreError) {
        guard try database.integer("SELECT 1 FROM org WHERE id = ?", [.integer(id)]) == nil else { return }
        try database.run("INSERT INTO org (id, name) VALUES (?, ?)", [.integer(id), .text(name)])
    }
}
