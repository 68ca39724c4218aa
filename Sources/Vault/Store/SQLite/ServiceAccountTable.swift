internal import Access

/// The rows of `user` that are service accounts; the role is in `org_user`, as people's.
enum ServiceAccountTable {
    private static let select = """
        SELECT u.id, u.uid, u.org_id, u.name, u.login, m.role, u.is_disabled, u.created_at, u.updated_at
        FROM user u JOIN org_user m ON m.user_id = u.id AND m.org_id = u.org_id WHERE u.is_service_account
        """

    static func find(id: Int64, in database: SQLiteDatabase) throws(StoreError) -> ServiceAccountRecord? {
        try database.first("\(select) AND u.id = ?", [.integer(id)], account)
    }

    /// In the order of ids.
    static func all(in database: SQLiteDatabase) throws(StoreError) -> [ServiceAccountRecord] {
        var accounts: [ServiceAccountRecord] = []
        try database.each("\(select) ORDER BY u.id") { (row) throws(StoreError) in accounts.append(try account(row)) }
        return accounts
    }

    /// The id is the database's. No password: an empty hash matches none.
    static func insert(
        _ account: ServiceAccountRecord, in database: SQLiteDatabase
    ) throws(StoreError) -> ServiceAccountRecord {
        try database.run(
            """
            INSERT INTO user (uid, login, email, name, password_hash, org_id, is_server_admin, is_disabled, created_at,
            updated_at, is_service_account) VALUES (?, ?, '', ?, '', ?, 0, ?, ?, ?, 1)
            """,
            [
                .text(account.uid), .text(account.login), .text(account.name), .integer(account.orgID),
                SQLiteValue(account.isDisabled), .integer(account.createdAt), .integer(account.updatedAt),
            ])
        let id = database.lastInsertedID
        try LoginKeyTable.set([account.login], of: id, in: database)
        try MemberTable.insert(userID: id, orgID: account.orgID, role: account.role, in: database)
        try ChangeTable.record(.serviceAccount, id, orgID: account.orgID, in: database)
        return account.withID(id)
    }

    static func update(_ account: ServiceAccountRecord, in database: SQLiteDatabase) throws(StoreError) {
        let key: [SQLiteValue] = [.integer(account.id), .integer(account.orgID)]
        try database.run(
            """
            UPDATE user SET name = ?, is_disabled = ?, updated_at = ?
            WHERE id = ? AND org_id = ? AND is_service_account
            """,
            [.text(account.name), SQLiteValue(account.isDisabled), .integer(account.updatedAt)] + key)
        guard database.changedRows > 0 else { throw .notFound }
        try database.run(
            "UPDATE org_user SET role = ? WHERE user_id = ? AND org_id = ?", [.text(account.role.rawValue)] + key)
        try ChangeTable.record(.serviceAccount, account.id, orgID: account.orgID, in: database)
    }

    /// Its tokens and grants go first, each with its mark.
    static func delete(id: Int64, orgID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        guard let account = try find(id: id, in: database), account.orgID == orgID else { throw .notFound }
        var tokens: [Int64] = []
        try database.each("SELECT id FROM token WHERE service_account_id = ?", [.integer(id)]) {
            (row) throws(StoreError) in tokens.append(row.integer(0))
        }
        for token in tokens { try TokenTable.delete(id: token, orgID: orgID, in: database) }
        try GrantTable.removeAll(ofAccount: id, orgID: orgID, in: database)
        try database.run("DELETE FROM user WHERE id = ?", [.integer(id)])
        try ChangeTable.record(.serviceAccount, id, orgID: orgID, isDeleted: true, in: database)
    }

    private static func account(_ row: borrowing SQLiteRow) throws(StoreError) -> ServiceAccountRecord {
        guard let role = Role(rawValue: row.text(5)) else { throw .unreadableRow("org_user") }
        return ServiceAccountRecord(
            id: row.integer(0), uid: row.text(1), orgID: row.integer(2), name: row.text(3), login: row.text(4),
            role: role, isDisabled: row.flag(6), createdAt: row.integer(7), updatedAt: row.integer(8))
    }
}
