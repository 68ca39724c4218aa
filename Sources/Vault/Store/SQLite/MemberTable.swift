internal import Access

/// The table `org_user`: which account has which role where. An organisation that has an admin keeps one.
enum MemberTable {
    static func add(userID: Int64, orgID: Int64, role: Role, in database: SQLiteDatabase) throws(StoreError) {
        guard let user = try UserTable.find(id: userID, in: database),
            try OrganizationTable.find(id: orgID, in: database) != nil
        else { throw .notFound }
        guard !user.isMember(of: orgID) else { throw .refused(.alreadyMember) }
        try insert(userID: userID, orgID: orgID, role: role, in: database)
        // Who had no place at all is in this one from now on.
        if !user.isMember(of: user.orgID) { try setCurrent(orgID, of: userID, in: database) }
        try ChangeTable.record(.user, userID, orgID: orgID, in: database)
    }

    static func insert(userID: Int64, orgID: Int64, role: Role, in database: SQLiteDatabase) throws(StoreError) {
        try database.run(
            "INSERT INTO org_user (org_id, user_id, role) VALUES (?, ?, ?)",
            [.integer(orgID), .integer(userID), .text(role.rawValue)])
    }

    static func change(userID: Int64, orgID: Int64, role: Role, in database: SQLiteDatabase) throws(StoreError) {
        try checkMember(userID, orgID, in: database)
        if role != .admin { try checkOtherAdmin(than: userID, orgID, in: database) }
        try database.run(
            "UPDATE org_user SET role = ? WHERE user_id = ? AND org_id = ?",
            [.text(role.rawValue), .integer(userID), .integer(orgID)])
        try ChangeTable.record(.user, userID, orgID: orgID, in: database)
    }

    static func remove(userID: Int64, orgID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        try checkMember(userID, orgID, in: database)
        try checkOtherAdmin(than: userID, orgID, in: database)
        try TeamTable.removeFromAll(userID: userID, orgID: orgID, in: database)
        try leave(userID: userID, orgID: orgID, in: database)
    }

    /// Takes the place away with all that was granted there; another organisation of the user's becomes current, or one where the user is nobody.
    static func leave(userID: Int64, orgID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        let key: [SQLiteValue] = [.integer(userID), .integer(orgID)]
        try database.run("DELETE FROM org_user WHERE user_id = ? AND org_id = ?", key)
        try GrantTable.removeAll(ofAccount: userID, orgID: orgID, in: database)
        try PreferenceTable.remove(.user(userID, orgID: orgID), in: database)
        let next = try database.integer(
            """
            SELECT coalesce((SELECT min(org_id) FROM org_user WHERE user_id = ?1),
                (SELECT min(id) FROM org WHERE id <> ?2 AND id > 0), ?2)
            FROM user WHERE id = ?1 AND org_id = ?2
            """, key)
        if let next { try setCurrent(next, of: userID, in: database) }
        try ChangeTable.record(.user, userID, orgID: orgID, in: database)
    }

    static func setCurrent(_ orgID: Int64, of userID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        try database.run("UPDATE user SET org_id = ? WHERE id = ?", [.integer(orgID), .integer(userID)])
    }

    private static func checkMember(_ userID: Int64, _ orgID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        guard let user = try UserTable.find(id: userID, in: database), user.isMember(of: orgID) else { throw .notFound }
    }

    /// Refuses what would take the last admin away.
    private static func checkOtherAdmin(
        than userID: Int64, _ orgID: Int64, in database: SQLiteDatabase
    ) throws(StoreError) {
        let admins = """
            SELECT sum(m.user_id = ?1), count(*) FROM org_user m JOIN user u ON u.id = m.user_id
            WHERE m.org_id = ?2 AND m.role = 'Admin' AND NOT u.is_service_account
            """
        let isOnly = try database.first(admins, [.integer(userID), .integer(orgID)]) { (row) throws(StoreError) in
            row.integer(0) == 1 && row.integer(1) == 1
        }
        if isOnly == true { throw .refused(.lastOrganizationAdmin) }
    }
}
