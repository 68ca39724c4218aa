internal import Access
internal import Catalog
internal import Secrets

/// The copies of the server's sources: rows of `data_source` that name the row they are copied from.
enum ShareTable {
    /// What a copy takes over; its organisation, id, grants and flags are its own.
    private static let copied = """
        name, type, access, url, user, database, basic_auth, basic_auth_user, with_credentials, json_data, version, \
        created_at, updated_at
        """

    // MARK: Reading

    static func find(sourceID: Int64, in database: SQLiteDatabase) throws(StoreError) -> SourceShares? {
        guard let isEverywhere = try isEverywhere(sourceID, in: database) else { return nil }
        var copies: [SourceShares.Copy] = []
        for copy in try self.copies(of: sourceID, in: database) {
            let names = try SecretTable.fields(of: copy.id, in: database).map(\.name)
            copies.append(SourceShares.Copy(orgID: copy.orgID, sourceID: copy.id, secretNames: names))
        }
        return SourceShares(isEverywhere: isEverywhere, copies: copies)
    }

    /// A copy's secrets: the original's, and its own in the place of those of the same name.
    static func merged(_ original: [SealedField], _ own: [SealedField], uid: String) -> [SealedField] {
        let names = Set(own.map(\.name))
        let kept = original.filter { !names.contains($0.name) }.map { field in
            SealedField(
                name: field.name, value: field.value, isEmpty: field.isEmpty,
                context: SealContext(orgID: Identity.serverOrgID, sourceUID: uid, field: field.name))
        }
        return (kept + own).sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    // MARK: Writing

    static func share(
        _ sourceID: Int64, everywhere isEverywhere: Bool, with organizations: [Int64: [SealedField]?],
        in database: SQLiteDatabase
    ) throws(StoreError) {
        guard try self.isEverywhere(sourceID, in: database) != nil else { throw .notFound }
        try database.run(
            "UPDATE data_source SET is_everywhere = ? WHERE id = ?", [SQLiteValue(isEverywhere), .integer(sourceID)])
        let wanted = try isEverywhere ? OrganizationTable.all(in: database).map(\.id) : organizations.keys.sorted()
        var copies: [Int64: Int64] = [:]
        for copy in try self.copies(of: sourceID, in: database) {
            if wanted.contains(copy.orgID) {
                copies[copy.orgID] = copy.id
            } else {
                try DataSourceTable.delete(id: copy.id, orgID: copy.orgID, in: database)
            }
        }
        for orgID in Set(wanted).union(organizations.keys).sorted() {
            let copy =
                if let known = copies[orgID] { known } else { try makeCopy(of: sourceID, in: orgID, in: database) }
            guard let secrets = organizations[orgID] ?? nil else { continue }
            try SecretTable.removeAll(of: copy, in: database)
            for field in secrets { try SecretTable.insert(field, of: copy, in: database) }
            try mark(copy, orgID, in: database)
        }
    }

    /// Whatever was written to the original is written to its copies.
    static func refresh(copiesOf sourceID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        for copy in try copies(of: sourceID, in: database) {
            try database.run(
                """
                UPDATE data_source SET (\(copied)) = (SELECT \(copied) FROM data_source WHERE id = ?) WHERE id = ?
                """, [.integer(sourceID), .integer(copy.id)])
            try mark(copy.id, copy.orgID, in: database)
        }
    }

    static func removeAll(copiesOf sourceID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        for copy in try copies(of: sourceID, in: database) {
            try DataSourceTable.delete(id: copy.id, orgID: copy.orgID, in: database)
        }
    }

    /// An organisation that was just made gets what is everywhere.
    static func spread(to orgID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        var sources: [Int64] = []
        try database.each("SELECT id FROM data_source WHERE is_everywhere ORDER BY id") { (row) throws(StoreError) in
            sources.append(row.integer(0))
        }
        for source in sources { _ = try makeCopy(of: source, in: orgID, in: database) }
    }

    // MARK: Steps

    /// With what the roles may do to the original. The copy's id.
    private static func makeCopy(
        of sourceID: Int64, in orgID: Int64, in database: SQLiteDatabase
    ) throws(StoreError) -> Int64 {
        guard try OrganizationTable.find(id: orgID, in: database) != nil else { throw .notFound }
        try database.run(
            """
            INSERT INTO data_source (org_id, shared_from, uid, read_only, is_default, revision, viewer_level, editor_level,
            admin_level, \(copied)) SELECT ?, id, uid, 1, 0, 0, viewer_level, editor_level, admin_level, \(copied)
            FROM data_source WHERE id = ?
            """, [.integer(orgID), .integer(sourceID)])
        let copy = database.lastInsertedID
        try mark(copy, orgID, in: database)
        return copy
    }

    private static func mark(_ copy: Int64, _ orgID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        let revision = try ChangeTable.record(.dataSource, copy, orgID: orgID, in: database)
        try database.run(
            "UPDATE data_source SET revision = ? WHERE id = ?", [.integer(revision), .integer(copy)])
    }

    /// In the order of organisations.
    private static func copies(
        of sourceID: Int64, in database: SQLiteDatabase
    ) throws(StoreError) -> [(id: Int64, orgID: Int64)] {
        var copies: [(id: Int64, orgID: Int64)] = []
        try database.each(
            "SELECT id, org_id FROM data_source WHERE shared_from = ? ORDER BY org_id", [.integer(sourceID)]
        ) { (row) throws(StoreError) in copies.append((row.integer(0), row.integer(1))) }
        return copies
    }

    /// Nothing where the server has no such source.
    private static func isEverywhere(_ sourceID: Int64, in database: SQLiteDatabase) throws(StoreError) -> Bool? {
        try database.integer(
            "SELECT is_everywhere FROM data_source WHERE id = ? AND org_id = ?",
            [.integer(sourceID), .integer(Identity.serverOrgID)]
        ).map { $0 != 0 }
    }
}
