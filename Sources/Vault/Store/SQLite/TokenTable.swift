internal import Access
internal import Crypto

/// The table `token`: digests only, never a token's text.
enum TokenTable {
    private static let columns =
        "id, org_id, name, role, shape, digest, created_at, expires_at, service_account_id, last_used_at"

    static func find(id: Int64, in database: SQLiteDatabase) throws(StoreError) -> TokenRecord? {
        try database.first("SELECT \(columns) FROM token WHERE id = ?", [.integer(id)], token)
    }

    /// In the order of ids.
    static func all(in database: SQLiteDatabase) throws(StoreError) -> [TokenRecord] {
        var tokens: [TokenRecord] = []
        try database.each("SELECT \(columns) FROM token ORDER BY id") { (row) throws(StoreError) in
            tokens.append(try token(row))
        }
        return tokens
    }

    static func all(orgID: Int64, in database: SQLiteDatabase) throws(StoreError) -> [TokenRecord] {
        var tokens: [TokenRecord] = []
        try database.each(
            "SELECT \(columns) FROM token WHERE org_id = ? ORDER BY id", [.integer(orgID)]
        ) { (row) throws(StoreError) in tokens.append(try token(row)) }
        return tokens
    }

    /// The id is the database's.
    static func insert(_ token: TokenRecord, in database: SQLiteDatabase) throws(StoreError) -> TokenRecord {
        try database.run(
            """
            INSERT INTO token (org_id, name, role, shape, digest, created_at, expires_at, service_account_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(token.orgID), .text(token.name), .text(token.role.rawValue), .text(token.shape.rawValue),
                .blob(token.digest.bytes), .integer(token.createdAt), SQLiteValue(token.expiresAt),
                SQLiteValue(token.serviceAccountID),
            ])
        let id = database.lastInsertedID
        try ChangeTable.record(.token, id, orgID: token.orgID, in: database)
        return token.withID(id)
    }

    static func delete(id: Int64, orgID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        try database.run("DELETE FROM token WHERE id = ? AND org_id = ?", [.integer(id), .integer(orgID)])
        guard database.changedRows > 0 else { throw .notFound }
        try ChangeTable.record(.token, id, orgID: orgID, isDeleted: true, in: database)
    }

    private static func token(_ row: borrowing SQLiteRow) throws(StoreError) -> TokenRecord {
        guard let role = Role(rawValue: row.text(3)), let shape = TokenRecord.Shape(rawValue: row.text(4)),
            let digest = Digest256(bytes: row.blob(5).span)
        else { throw .unreadableRow("token") }
        return TokenRecord(
            id: row.integer(0), orgID: row.integer(1), name: row.text(2), role: role, shape: shape, digest: digest,
            createdAt: row.integer(6), expiresAt: row.optionalInteger(7), serviceAccountID: row.optionalInteger(8),
            lastUsedAt: row.integer(9))
    }
}
