internal import Access

/// The table `star`.
enum StarTable {
    /// Of one user in one organisation.
    static let countMax: Int64 = 1_000

    static func all(userID: Int64, orgID: Int64, in database: SQLiteDatabase) throws(StoreError) -> [String] {
        var stars: [String] = []
        try database.each(
            "SELECT dashboard_uid FROM star WHERE user_id = ? AND org_id = ? ORDER BY dashboard_uid",
            [.integer(userID), .integer(orgID)]
        ) { (row) throws(StoreError) in stars.append(row.text(0)) }
        return stars
    }

    static func set(
        _ dashboardUID: String, _ isSet: Bool, userID: Int64, orgID: Int64, in database: SQLiteDatabase
    ) throws(StoreError) {
        let owner: [SQLiteValue] = [.integer(userID), .integer(orgID)]
        guard isSet else {
            return try database.run(
                "DELETE FROM star WHERE user_id = ? AND org_id = ? AND dashboard_uid = ?",
                owner + [.text(dashboardUID)])
        }
        let count = try database.integer("SELECT count(*) FROM star WHERE user_id = ? AND org_id = ?", owner) ?? 0
        guard count < countMax else { throw .refused(.tooMany) }
        try database.run(
            "INSERT OR IGNORE INTO star (user_id, org_id, dashboard_uid) VALUES (?, ?, ?)",
            owner + [.text(dashboardUID)])
    }
}
