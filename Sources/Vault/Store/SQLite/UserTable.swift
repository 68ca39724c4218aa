internal import Access
internal import Crypto

/// The tables `user` and `org_user`. A record shows the user in the org that is theirs now, `user.org_id`.
enum UserTable {
    private static let select = """
        SELECT u.id, u.login, u.email, u.name, u.password_hash, u.org_id, m.role, u.is_server_admin, u.is_disabled
        FROM user u LEFT JOIN org_user m ON m.user_id = u.id AND m.org_id = u.org_id
        """

    static func find(id: Int64, in database: SQLiteDatabase) throws(StoreError) -> UserRecord? {
        try database.first("\(select) WHERE u.id = ?", [.integer(id)], user)
    }

    static func find(login: String, in database: SQLiteDatabase) throws(StoreError) -> UserRecord? {
        try database.first("\(select) WHERE u.login = ?", [.text(login)], user)
    }

    /// In the order of ids.
    static func all(in database: SQLiteDatabase) throws(StoreError) -> [UserRecord] {
        var users: [UserRecord] = []
        try database.each("\(select) ORDER BY u.id") { (row) throws(StoreError) in users.append(try user(row)) }
        return users
    }

    static func isEmpty(in database: SQLiteDatabase) throws(StoreError) -> Bool {
        try database.integer("SELECT 1 FROM user LIMIT 1") == nil
    }

    /// The id is the database's.
    static func insert(_ user: UserRecord, in database: SQLiteDatabase) throws(StoreError) -> UserRecord {
        try database.run(
            """
            INSERT INTO user (login, email, name, password_hash, org_id, is_server_admin, is_disabled)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, values(of: user))
        let id = database.lastInsertedID
        try finish(id, user, in: database)
        return UserRecord(
            id: id, login: user.login, email: user.email, name: user.name, passwordHash: user.passwordHash,
            orgID: user.orgID, role: user.role, isServerAdmin: user.isServerAdmin, isDisabled: user.isDisabled)
    }

    /// Replaces the whole row.
    static func update(_ user: UserRecord, in database: SQLiteDatabase) throws(StoreError) {
        try database.run(
            """
            UPDATE user SET login = ?, email = ?, name = ?, password_hash = ?, org_id = ?, is_server_admin = ?,
            is_disabled = ? WHERE id = ?
            """, values(of: user) + [.integer(user.id)])
        guard database.changedRows > 0 else { throw .notFound }
        try finish(user.id, user, in: database)
    }

    /// Memberships go with it.
    static func delete(id: Int64, in database: SQLiteDatabase) throws(StoreError) {
        guard let user = try find(id: id, in: database) else { throw .notFound }
        try database.run("DELETE FROM user WHERE id = ?", [.integer(id)])
        try ChangeTable.record(.user, id, orgID: user.orgID, isDeleted: true, in: database)
    }

    private static func finish(_ id: Int64, _ user: UserRecord, in database: SQLiteDatabase) throws(StoreError) {
        try database.run(
            "INSERT OR REPLACE INTO org_user (org_id, user_id, role) VALUES (?, ?, ?)",
            [.integer(user.orgID), .integer(id), .text(user.role.rawValue)])
        try ChangeTable.record(.user, id, orgID: user.orgID, in: database)
    }

    private static func values(of user: UserRecord) -> [SQLiteValue] {
        [
            .text(user.login), .text(user.email), .text(user.name), .text(user.passwordHash.text),
            .integer(user.orgID), SQLiteValue(user.isServerAdmin), SQLiteValue(user.isDisabled),
        ]
    }

    private static func user(_ row: borrowing SQLiteRow) throws(StoreError) -> UserRecord {
        guard let hash = PasswordHash(text: row.text(4)), let role = role(row) else {
            throw .unreadableRow("user")
        }
        return UserRecord(
            id: row.integer(0), login: row.text(1), email: row.text(2), name: row.text(3), passwordHash: hash,
            orgID: row.integer(5), role: role, isServerAdmin: row.flag(7), isDisabled: row.flag(8))
    }

    /// Who is no member has no role.
    private static func role(_ row: borrowing SQLiteRow) -> Role? {
        row.isNull(6) ? Role.none : Role(rawValue: row.text(6))
    }
}
