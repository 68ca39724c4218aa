internal import Access

/// The tables `team` and `team_member`: a team and who is in it are one thing here.
enum TeamTable {
    private static let select = "SELECT id, uid, org_id, name, email FROM team"

    static func find(id: Int64, in database: SQLiteDatabase) throws(StoreError) -> TeamRecord? {
        var members: [TeamMember] = []
        try database.each(
            "SELECT user_id, uid, standing FROM team_member WHERE team_id = ? ORDER BY user_id", [.integer(id)]
        ) { (row) throws(StoreError) in members.append(try member(row)) }
        return try database.first("\(select) WHERE id = ?", [.integer(id)]) { (row) throws(StoreError) in
            team(row, members)
        }
    }

    /// In the order of ids.
    static func all(in database: SQLiteDatabase) throws(StoreError) -> [TeamRecord] {
        var members: [Int64: [TeamMember]] = [:]
        try database.each(
            "SELECT user_id, uid, standing, team_id FROM team_member ORDER BY user_id"
        ) { (row) throws(StoreError) in members[row.integer(3), default: []].append(try member(row)) }
        var teams: [TeamRecord] = []
        try database.each("\(select) ORDER BY id") { (row) throws(StoreError) in
            teams.append(team(row, members[row.integer(0)] ?? []))
        }
        return teams
    }

    /// The id is the database's. A first member who is not of the organisation is left out.
    static func insert(_ team: TeamRecord, in database: SQLiteDatabase) throws(StoreError) -> TeamRecord {
        try database.run(
            "INSERT INTO team (org_id, uid, name, name_key, email) VALUES (?, ?, ?, ?, ?)",
            [.integer(team.orgID), .text(team.uid)] + names(of: team))
        let id = database.lastInsertedID
        for member in team.members {
            guard try isMember(member.userID, of: team.orgID, in: database) else { continue }
            try write(member, teamID: id, in: database)
        }
        try ChangeTable.record(.team, id, orgID: team.orgID, in: database)
        guard let made = try find(id: id, in: database) else { throw .unreadableRow("team") }
        return made
    }

    static func update(_ team: TeamRecord, in database: SQLiteDatabase) throws(StoreError) {
        try database.run(
            "UPDATE team SET name = ?, name_key = ?, email = ? WHERE id = ? AND org_id = ?",
            names(of: team) + [.integer(team.id), .integer(team.orgID)])
        guard database.changedRows > 0 else { throw .notFound }
        try ChangeTable.record(.team, team.id, orgID: team.orgID, in: database)
    }

    /// What was granted to it goes first, each source with its mark.
    static func delete(id: Int64, orgID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        guard try find(id: id, in: database)?.orgID == orgID else { throw .notFound }
        try GrantTable.removeAll(ofTeam: id, in: database)
        try database.run("DELETE FROM team WHERE id = ? AND org_id = ?", [.integer(id), .integer(orgID)])
        try PreferenceTable.remove(.team(id, orgID: orgID), in: database)
        try ChangeTable.record(.team, id, orgID: orgID, isDeleted: true, in: database)
    }

    // MARK: Members

    static func put(
        _ member: TeamMember, teamID: Int64, orgID: Int64, in database: SQLiteDatabase
    ) throws(StoreError) {
        guard try find(id: teamID, in: database)?.orgID == orgID,
            try isMember(member.userID, of: orgID, in: database)
        else { throw .notFound }
        try write(member, teamID: teamID, in: database)
        try ChangeTable.record(.team, teamID, orgID: orgID, in: database)
    }

    static func removeMember(
        userID: Int64, teamID: Int64, orgID: Int64, in database: SQLiteDatabase
    ) throws(StoreError) {
        guard try find(id: teamID, in: database)?.orgID == orgID else { throw .notFound }
        try database.run(
            "DELETE FROM team_member WHERE team_id = ? AND user_id = ?", [.integer(teamID), .integer(userID)])
        guard database.changedRows > 0 else { throw .notFound }
        try ChangeTable.record(.team, teamID, orgID: orgID, in: database)
    }

    /// Out of every team of an organisation.
    static func removeFromAll(userID: Int64, orgID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        var teams: [Int64] = []
        try database.each(
            "SELECT t.id FROM team t JOIN team_member m ON m.team_id = t.id WHERE m.user_id = ? AND t.org_id = ?",
            [.integer(userID), .integer(orgID)]
        ) { (row) throws(StoreError) in teams.append(row.integer(0)) }
        for team in teams { try removeMember(userID: userID, teamID: team, orgID: orgID, in: database) }
    }

    private static func write(_ member: TeamMember, teamID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        try database.run(
            "INSERT OR REPLACE INTO team_member (team_id, user_id, uid, standing) VALUES (?, ?, ?, ?)",
            [.integer(teamID), .integer(member.userID), .text(member.uid), .integer(member.standing.rawValue)])
    }

    private static func isMember(
        _ userID: Int64, of orgID: Int64, in database: SQLiteDatabase
    ) throws(StoreError) -> Bool {
        try UserTable.find(id: userID, in: database)?.isMember(of: orgID) ?? false
    }

    // MARK: Rows

    private static func names(of team: TeamRecord) -> [SQLiteValue] {
        [.text(team.name), .text(FoldedName.text(of: team.name)), .text(team.email)]
    }

    private static func team(_ row: borrowing SQLiteRow, _ members: [TeamMember]) -> TeamRecord {
        TeamRecord(
            id: row.integer(0), uid: row.text(1), orgID: row.integer(2), name: row.text(3), email: row.text(4),
            members: members)
    }

    private static func member(_ row: borrowing SQLiteRow) throws(StoreError) -> TeamMember {
        guard let standing = TeamMember.Standing(rawValue: row.integer(2)) else { throw .unreadableRow("team_member") }
        return TeamMember(userID: row.integer(0), uid: row.text(1), standing: standing)
    }
}
