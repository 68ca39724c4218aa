internal import Access
internal import Bytes
internal import Catalog
internal import JSON

/// The tables `data_source` and `secret`: a source and its sealed fields are one thing here. Every write leaves its marks in
/// `change` and takes its revision from there.
enum DataSourceTable {
    private static let columns = """
        id, uid, org_id, name, type, access, url, user, database, basic_auth, basic_auth_user, with_credentials, is_default, \
        json_data, version, read_only, created_at, updated_at, revision, viewer_level, editor_level, admin_level, \
        shared_from
        """

    // MARK: Reading

    static func find(id: Int64, in database: SQLiteDatabase) throws(StoreError) -> StoredDataSource? {
        try find("id = ?", [.integer(id)], in: database)
    }

    static func find(id: Int64, orgID: Int64, in database: SQLiteDatabase) throws(StoreError) -> StoredDataSource? {
        try find("id = ? AND org_id = ?", [.integer(id), .integer(orgID)], in: database)
    }

    static func find(uid: String, orgID: Int64, in database: SQLiteDatabase) throws(StoreError) -> StoredDataSource? {
        try find("uid = ? AND org_id = ?", [.text(uid), .integer(orgID)], in: database)
    }

    static func find(name: String, orgID: Int64, in database: SQLiteDatabase) throws(StoreError) -> StoredDataSource? {
        try find("name = ? AND org_id = ?", [.text(name), .integer(orgID)], in: database)
    }

    private static func find(
        _ condition: String, _ values: [SQLiteValue], in database: SQLiteDatabase
    ) throws(StoreError) -> StoredDataSource? {
        let found = try database.first("SELECT \(columns) FROM data_source WHERE \(condition)", values, Self.row)
        guard let row = found else { return nil }
        let source = row.source
        var secrets = try SecretTable.fields(of: source.id, in: database)
        if let original = row.sharedFrom {
            secrets = ShareTable.merged(
                try SecretTable.fields(of: original, in: database), secrets, uid: source.uid)
        }
        return StoredDataSource(
            source: source, secrets: secrets, revision: row.revision,
            grants: try GrantTable.find(sourceID: source.id, roles: row.roles, in: database))
    }

    /// Every source in the order of ids, with its secrets and grants, by one pass over each table.
    static func each(
        in database: SQLiteDatabase, _ body: (StoredDataSource) throws(StoreError) -> Void
    ) throws(StoreError) {
        var secrets = try SecretTable.all(in: database)
        let grants = try GrantTable.all(in: database)
        var shared: [Int64: [SealedField]] = [:]
        try database.each("SELECT \(columns) FROM data_source ORDER BY id") { (row) throws(StoreError) in
            let row = try Self.row(row)
            let source = row.source
            var granted = grants[source.id] ?? SourceGrants()
            granted.roles = row.roles
            var fields = secrets.take(source.id)
            // An original has a lower id than its copies.
            if source.orgID == Identity.serverOrgID { shared[source.id] = fields }
            if let original = row.sharedFrom {
                fields = ShareTable.merged(shared[original] ?? [], fields, uid: source.uid)
            }
            try body(
                StoredDataSource(source: source, secrets: fields, revision: row.revision, grants: granted))
        }
    }

    // MARK: Writing

    /// The id is the database's. A new default unsets the others of its org.
    static func insert(
        _ source: DataSource, secrets: [SealedField], grants: SourceGrants, in database: SQLiteDatabase
    ) throws(StoreError) -> StoredDataSource {
        var source = source
        let revision = try ChangeTable.revision(in: database) + 1
        try database.run(insertion, values(of: source, revision) + GrantTable.columns(grants.roles))
        source.id = database.lastInsertedID
        try GrantTable.write(grants, sourceID: source.id, orgID: source.orgID, in: database)
        return try finish(source, secrets, grants, revision, in: database)
    }

    /// Replaces the whole row and all secrets, if its revision is still `expected`.
    static func update(
        _ source: DataSource, secrets: [SealedField], ifRevision expected: Int64, in database: SQLiteDatabase
    ) throws(StoreError) -> StoredDataSource {
        let key: [SQLiteValue] = [.integer(source.id), .integer(source.orgID)]
        let revision = try ChangeTable.revision(in: database) + 1
        let current = try database.integer("SELECT revision FROM data_source WHERE id = ? AND org_id = ?", key)
        guard let current else { throw .notFound }
        guard current == expected else { throw .revisionMoved(current: current) }
        try database.run(replacement, values(of: source, revision) + key)
        try SecretTable.removeAll(of: source.id, in: database)
        guard let grants = try GrantTable.find(sourceID: source.id, in: database) else { throw .notFound }
        return try finish(source, secrets, grants, revision, in: database)
    }

    /// Its secrets and grants go with it, and its copies before it.
    static func delete(id: Int64, orgID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        if orgID == Identity.serverOrgID { try ShareTable.removeAll(copiesOf: id, in: database) }
        try database.run(
            "DELETE FROM data_source WHERE id = ? AND org_id = ?", [.integer(id), .integer(orgID)])
        guard database.changedRows > 0 else { throw .notFound }
        try ChangeTable.forget(.grants, id, in: database)
        try ChangeTable.record(.dataSource, id, orgID: orgID, isDeleted: true, in: database)
    }

    private static func finish(
        _ source: DataSource, _ secrets: [SealedField], _ grants: SourceGrants, _ revision: Int64,
        in database: SQLiteDatabase
    ) throws(StoreError) -> StoredDataSource {
        let secrets = secrets.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        for field in secrets { try SecretTable.insert(field, of: source.id, in: database) }
        let recorded = try ChangeTable.record(.dataSource, source.id, orgID: source.orgID, in: database)
        guard recorded == revision else { throw .damaged }
        if source.isDefault { try unsetDefaults(besides: source, in: database) }
        if source.orgID == Identity.serverOrgID { try ShareTable.refresh(copiesOf: source.id, in: database) }
        return StoredDataSource(source: source, secrets: secrets, revision: revision, grants: grants)
    }

    /// Not an edit of those sources: their versions stay, so that a caller who loaded one can still save it.
    private static func unsetDefaults(besides source: DataSource, in database: SQLiteDatabase) throws(StoreError) {
        var others: [Int64] = []
        try database.each(
            "SELECT id FROM data_source WHERE org_id = ? AND is_default AND id <> ?",
            [.integer(source.orgID), .integer(source.id)]
        ) { (row) throws(StoreError) in others.append(row.integer(0)) }
        for other in others {
            let revision = try ChangeTable.record(.dataSource, other, orgID: source.orgID, in: database)
            try database.run(
                "UPDATE data_source SET is_default = 0, revision = ? WHERE id = ?",
                [.integer(revision), .integer(other)])
        }
    }

    // MARK: Rows

    private static let writtenColumns = [
        "uid", "org_id", "name", "type", "access", "url", "user", "database", "basic_auth", "basic_auth_user",
        "with_credentials", "is_default", "json_data", "version", "read_only", "created_at", "updated_at", "revision",
    ]

    /// What the roles may do is no part of an update.
    private static let insertedColumns = writtenColumns + ["viewer_level", "editor_level", "admin_level"]

    private static let insertion = """
        INSERT INTO data_source (\(insertedColumns.joined(separator: ", ")))
        VALUES (\(insertedColumns.map { _ in "?" }.joined(separator: ", ")))
        """

    private static let replacement = """
        UPDATE data_source SET \(writtenColumns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ? AND org_id = ?
        """

    private static func values(of source: DataSource, _ revision: Int64) -> [SQLiteValue] {
        [
            .text(source.uid), .integer(source.orgID), .text(source.name), .text(source.type), .text(source.access),
            .text(source.url), .text(source.user), .text(source.database), SQLiteValue(source.basicAuth),
            .text(source.basicAuthUser), SQLiteValue(source.withCredentials), SQLiteValue(source.isDefault),
            .text(JSONColumn.text(source.jsonData)), .integer(source.version), SQLiteValue(source.readOnly),
            .integer(source.createdAt), .integer(source.updatedAt), .integer(revision),
        ]
    }

    private struct Row {
        let source: DataSource
        let revision: Int64
        let roles: RoleLevels
        let sharedFrom: Int64?
    }

    /// A row of `columns`.
    private static func row(_ row: borrowing SQLiteRow) throws(StoreError) -> Row {
        let source = DataSource(
            id: row.integer(0), uid: row.text(1), orgID: row.integer(2), name: row.text(3), type: row.text(4),
            access: row.text(5), url: row.text(6), user: row.text(7), database: row.text(8), basicAuth: row.flag(9),
            basicAuthUser: row.text(10), withCredentials: row.flag(11), isDefault: row.flag(12),
            jsonData: try JSONColumn.value(row.text(13)), version: row.integer(14), readOnly: row.flag(15),
            createdAt: row.integer(16), updatedAt: row.integer(17))
        return Row(
            source: source, revision: row.integer(18), roles: GrantTable.roles(row, from: 19),
            sharedFrom: row.optionalInteger(22))
    }
}
