internal import Access
internal import Catalog

/// What is granted on data sources: the roles' columns of `data_source`, and the tables `data_source_account` and
/// `data_source_team`.
enum GrantTable {
    private static let accounts = "SELECT user_id, level, data_source_id FROM data_source_account"
    private static let teams = "SELECT team_id, level, data_source_id FROM data_source_team"

    // MARK: Reading

    /// Nothing where there is no such source.
    static func find(sourceID: Int64, in database: SQLiteDatabase) throws(StoreError) -> SourceGrants? {
        let columns = "SELECT viewer_level, editor_level, admin_level FROM data_source WHERE id = ?"
        let found = try database.first(columns, [.integer(sourceID)]) { (row) throws(StoreError) in roles(row, from: 0)
        }
        guard let found else { return nil }
        return try find(sourceID: sourceID, roles: found, in: database)
    }

    /// For whoever has the row of the source already.
    static func find(
        sourceID: Int64, roles: RoleLevels, in database: SQLiteDatabase
    ) throws(StoreError) -> SourceGrants {
        var grants = SourceGrants(roles: roles)
        let key = [SQLiteValue.integer(sourceID)]
        try database.each("\(accounts) WHERE data_source_id = ?", key) { (row) throws(StoreError) in
            grants.accounts[row.integer(0)] = SourceLevel(rawValue: row.integer(1))
        }
        try database.each("\(teams) WHERE data_source_id = ?", key) { (row) throws(StoreError) in
            grants.teams[row.integer(0)] = SourceLevel(rawValue: row.integer(1))
        }
        return grants
    }

    /// What is granted by name, of every source that has such grants.
    static func all(in database: SQLiteDatabase) throws(StoreError) -> [Int64: SourceGrants] {
        var all: [Int64: SourceGrants] = [:]
        try database.each(accounts) { (row) throws(StoreError) in
            all[row.integer(2), default: SourceGrants()].accounts[row.integer(0)] = SourceLevel(
                rawValue: row.integer(1))
        }
        try database.each(teams) { (row) throws(StoreError) in
            all[row.integer(2), default: SourceGrants()].teams[row.integer(0)] = SourceLevel(rawValue: row.integer(1))
        }
        return all
    }

    /// Three columns from `column` on. A number that is no level is none: the safe side of a foreign hand's mistake.
    static func roles(_ row: borrowing SQLiteRow, from column: Int32) -> RoleLevels {
        RoleLevels(
            viewer: SourceLevel(rawValue: row.integer(column)), editor: SourceLevel(rawValue: row.integer(column + 1)),
            admin: SourceLevel(rawValue: row.integer(column + 2)))
    }

    // MARK: Writing

    /// The same columns to be written.
    static func columns(_ roles: RoleLevels) -> [SQLiteValue] {
        [roles.viewer, roles.editor, roles.admin].map { .integer($0?.rawValue ?? 0) }
    }

    /// What is granted by name on a source that was just made; its own mark tells of it.
    static func write(
        _ grants: SourceGrants, sourceID: Int64, orgID: Int64, in database: SQLiteDatabase
    ) throws(StoreError) {
        for (account, level) in grants.accounts {
            try put(GrantChange(.account(account), level), sourceID, orgID, in: database)
        }
        for (team, level) in grants.teams { try put(GrantChange(.team(team), level), sourceID, orgID, in: database) }
    }

    static func change(
        _ changes: [GrantChange], sourceID: Int64, orgID: Int64, in database: SQLiteDatabase
    ) throws(StoreError) {
        let owner = try database.integer("SELECT org_id FROM data_source WHERE id = ?", [.integer(sourceID)])
        guard owner == orgID else { throw .notFound }
        for change in changes { try put(change, sourceID, orgID, in: database) }
        try ChangeTable.record(.grants, sourceID, orgID: orgID, in: database)
    }

    /// What an account was granted in one organisation.
    static func removeAll(ofAccount id: Int64, orgID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        let sources = try marked(
            """
            SELECT s.id, s.org_id FROM data_source_account g JOIN data_source s ON s.id = g.data_source_id
            WHERE g.user_id = ? AND s.org_id = ?
            """, [.integer(id), .integer(orgID)], in: database)
        for source in sources {
            try database.run(
                "DELETE FROM data_source_account WHERE data_source_id = ? AND user_id = ?",
                [.integer(source), .integer(id)])
        }
    }

    static func removeAll(ofTeam id: Int64, in database: SQLiteDatabase) throws(StoreError) {
        _ = try marked(
            """
            SELECT s.id, s.org_id FROM data_source_team g JOIN data_source s ON s.id = g.data_source_id
            WHERE g.team_id = ?
            """, [.integer(id)], in: database)
        try database.run("DELETE FROM data_source_team WHERE team_id = ?", [.integer(id)])
    }

    /// Marks the sources that a query names, by id and organisation.
    private static func marked(
        _ query: String, _ values: [SQLiteValue], in database: SQLiteDatabase
    ) throws(StoreError) -> [Int64] {
        var sources: [(id: Int64, orgID: Int64)] = []
        try database.each(query, values) { (row) throws(StoreError) in
            sources.append((row.integer(0), row.integer(1)))
        }
        for source in sources { try ChangeTable.record(.grants, source.id, orgID: source.orgID, in: database) }
        return sources.map(\.id)
    }

    private static func put(
        _ change: GrantChange, _ sourceID: Int64, _ orgID: Int64, in database: SQLiteDatabase
    ) throws(StoreError) {
        switch change.principal {
        case .role(let role): try putRole(role, change.level, sourceID, in: database)
        case .account(let id):
            let member = "SELECT 1 FROM org_user WHERE user_id = ? AND org_id = ?"
            guard try database.integer(member, [.integer(id), .integer(orgID)]) != nil else {
                throw .principalNotFound(change.principal)
            }
            try putNamed(("data_source_account", "user_id"), id, change.level, sourceID, in: database)
        case .team(let id):
            let team = "SELECT 1 FROM team WHERE id = ? AND org_id = ?"
            guard try database.integer(team, [.integer(id), .integer(orgID)]) != nil else {
                throw .principalNotFound(change.principal)
            }
            try putNamed(("data_source_team", "team_id"), id, change.level, sourceID, in: database)
        }
    }

    private static func putRole(
        _ role: Role, _ level: SourceLevel?, _ sourceID: Int64, in database: SQLiteDatabase
    ) throws(StoreError) {
        let column: StaticString =
            switch role {
            case .none: throw .principalNotFound(.role(role))
            case .viewer: "viewer_level"
            case .editor: "editor_level"
            case .admin: "admin_level"
            }
        try database.run(
            "UPDATE data_source SET \(column) = ? WHERE id = ?", [.integer(level?.rawValue ?? 0), .integer(sourceID)])
    }

    private static func putNamed(
        _ table: (name: StaticString, key: StaticString), _ id: Int64, _ level: SourceLevel?, _ sourceID: Int64,
        in database: SQLiteDatabase
    ) throws(StoreError) {
        guard let level else {
            return try database.run(
                "DELETE FROM \(table.name) WHERE data_source_id = ? AND \(table.key) = ?",
                [.integer(sourceID), .integer(id)])
        }
        try database.run(
            "INSERT OR REPLACE INTO \(table.name) (data_source_id, \(table.key), level) VALUES (?, ?, ?)",
            [.integer(sourceID), .integer(id), .integer(level.rawValue)])
    }
}
