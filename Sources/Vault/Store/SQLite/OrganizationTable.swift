internal import Access

/// The table `org`. The row 0 stands for the server itself and is no organisation: nothing here finds it.
enum OrganizationTable {
    private static let columns = "id, name, address1, address2, city, zip_code, state, country"

    static func find(id: Int64, in database: SQLiteDatabase) throws(StoreError) -> OrganizationRecord? {
        try database.first("SELECT \(columns) FROM org WHERE id = ? AND id > 0", [.integer(id)]) {
            (row) throws(StoreError) in
            organization(row)
        }
    }

    /// In the order of ids.
    static func all(in database: SQLiteDatabase) throws(StoreError) -> [OrganizationRecord] {
        var organizations: [OrganizationRecord] = []
        try database.each("SELECT \(columns) FROM org WHERE id > 0 ORDER BY id") { (row) throws(StoreError) in
            organizations.append(organization(row))
        }
        return organizations
    }

    /// An id that was given before is not given again: an organisation that was deleted stays so.
    static func ensure(id: Int64, name: String, in database: SQLiteDatabase) throws(StoreError) {
        let last = try database.integer("SELECT seq FROM sqlite_sequence WHERE name = 'org'") ?? 0
        guard id > last else { return }
        try database.run(
            "INSERT INTO org (id, name, name_key) VALUES (?, ?, ?)",
            [.integer(id), .text(name), .text(FoldedName.text(of: name))])
        try ChangeTable.record(.organization, id, orgID: id, in: database)
        try ShareTable.spread(to: id, in: database)
    }

    /// The id is the database's.
    static func insert(
        _ name: String, firstAdmin: Int64?, in database: SQLiteDatabase
    ) throws(StoreError) -> OrganizationRecord {
        try database.run(
            "INSERT INTO org (name, name_key) VALUES (?, ?)", [.text(name), .text(FoldedName.text(of: name))])
        let id = database.lastInsertedID
        try ChangeTable.record(.organization, id, orgID: id, in: database)
        try ShareTable.spread(to: id, in: database)
        if let firstAdmin { try MemberTable.add(userID: firstAdmin, orgID: id, role: .admin, in: database) }
        return OrganizationRecord(id: id, name: name)
    }

    static func update(_ organization: OrganizationRecord, in database: SQLiteDatabase) throws(StoreError) {
        let address = organization.address
        try database.run(
            """
            UPDATE org SET name = ?, name_key = ?, address1 = ?, address2 = ?, city = ?, zip_code = ?, state = ?,
            country = ? WHERE id = ?
            """,
            [
                .text(organization.name), .text(FoldedName.text(of: organization.name)), .text(address.address1),
                .text(address.address2), .text(address.city), .text(address.zipCode), .text(address.state),
                .text(address.country), .integer(organization.id),
            ])
        guard database.changedRows > 0 else { throw .notFound }
        try ChangeTable.record(.organization, organization.id, orgID: organization.id, in: database)
    }

    /// What belongs to it goes first, each row with its mark.
    static func delete(id: Int64, in database: SQLiteDatabase) throws(StoreError) {
        guard try find(id: id, in: database) != nil else { throw .notFound }
        guard try database.integer("SELECT 1 FROM org WHERE id <> ? AND id > 0", [.integer(id)]) != nil else {
            throw .refused(.lastOrganization)
        }
        for source in try ids("SELECT id FROM data_source WHERE org_id = ?", id, in: database) {
            try DataSourceTable.delete(id: source, orgID: id, in: database)
        }
        for token in try ids("SELECT id FROM token WHERE org_id = ?", id, in: database) {
            try TokenTable.delete(id: token, orgID: id, in: database)
        }
        for account in try ids("SELECT id FROM user WHERE org_id = ? AND is_service_account", id, in: database) {
            try ServiceAccountTable.delete(id: account, orgID: id, in: database)
        }
        for team in try ids("SELECT id FROM team WHERE org_id = ?", id, in: database) {
            try TeamTable.delete(id: team, orgID: id, in: database)
        }
        let users = "SELECT id FROM user WHERE org_id = ?1 UNION SELECT user_id FROM org_user WHERE org_id = ?1"
        for user in try ids(users, id, in: database) { try MemberTable.leave(userID: user, orgID: id, in: database) }
        try database.run("DELETE FROM org WHERE id = ?", [.integer(id)])
        try ChangeTable.record(.organization, id, orgID: id, isDeleted: true, in: database)
    }

    private static func ids(
        _ query: String, _ orgID: Int64, in database: SQLiteDatabase
    ) throws(StoreError) -> [Int64] {
        var ids: [Int64] = []
        try database.each(query, [.integer(orgID)]) { (row) throws(StoreError) in ids.append(row.integer(0)) }
        return ids
    }

    private static func organization(_ row: borrowing SQLiteRow) -> OrganizationRecord {
        var address = PostalAddress()
        address.address1 = row.text(2)
        address.address2 = row.text(3)
        address.city = row.text(4)
        address.zipCode = row.text(5)
        address.state = row.text(6)
        address.country = row.text(7)
        return OrganizationRecord(id: row.integer(0), name: row.text(1), address: address)
    }
}
