internal import Access

/// The table `preference`. `owner_kind`: 0 the organisation, 1 a user, 2 a team.
enum PreferenceTable {
    static func find(_ scope: PreferenceScope, in database: SQLiteDatabase) throws(StoreError) -> Preferences {
        let found = try database.first(
            """
            SELECT theme, home_dashboard_uid, timezone, week_start, language FROM preference
            WHERE org_id = ? AND owner_kind = ? AND owner_id = ?
            """, key(of: scope)
        ) { (row) throws(StoreError) in
            var preferences = Preferences()
            preferences.theme = row.text(0)
            preferences.homeDashboardUID = row.text(1)
            preferences.timezone = row.text(2)
            preferences.weekStart = row.text(3)
            preferences.language = row.text(4)
            return preferences
        }
        return found ?? Preferences()
    }

    static func save(
        _ preferences: Preferences, for scope: PreferenceScope, in database: SQLiteDatabase
    ) throws(StoreError) {
        try database.run(
            """
            INSERT OR REPLACE INTO preference
            (org_id, owner_kind, owner_id, theme, home_dashboard_uid, timezone, week_start, language)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            key(of: scope) + [
                .text(preferences.theme), .text(preferences.homeDashboardUID), .text(preferences.timezone),
                .text(preferences.weekStart), .text(preferences.language),
            ])
    }

    static func remove(_ scope: PreferenceScope, in database: SQLiteDatabase) throws(StoreError) {
        try database.run("DELETE FROM preference WHERE org_id = ? AND owner_kind = ? AND owner_id = ?", key(of: scope))
    }

    static func removeAll(ofUser id: Int64, in database: SQLiteDatabase) throws(StoreError) {
        try database.run("DELETE FROM preference WHERE owner_kind = 1 AND owner_id = ?", [.integer(id)])
    }

    private static func key(of scope: PreferenceScope) -> [SQLiteValue] {
        switch scope {
        case .organization(let orgID): [.integer(orgID), .integer(0), .integer(0)]
        case .user(let id, let orgID): [.integer(orgID), .integer(1), .integer(id)]
        case .team(let id, let orgID): [.integer(orgID), .integer(2), .integer(id)]
        }
    }
}
