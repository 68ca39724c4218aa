internal import Access
internal import Catalog

/// The table `change`: every write leaves its mark here, in its own transaction, under a revision that only grows. SQLite has
/// one writer at a time, so revisions are in the order of the commits.
enum ChangeTable {
    struct Mark {
        let kind: ChangeKind
        let rowID: Int64
        let orgID: Int64
        let isDeleted: Bool
    }

    /// How long the mark of a deleted row is kept (seconds): a server that was suspended for less misses nothing.
    static let deletedKeptSeconds: Int64 = 30 * 86_400

    /// The revision of the last write; 0 when there was none.
    static func revision(in database: SQLiteDatabase) throws(StoreError) -> Int64 {
        try database.integer("SELECT seq FROM sqlite_sequence WHERE name = 'change'") ?? 0
    }

    /// Leaves a mark and gives its revision. An older mark of the same row goes.
    @discardableResult
    static func record(
        _ kind: ChangeKind, _ rowID: Int64, orgID: Int64, isDeleted: Bool = false, in database: SQLiteDatabase
    ) throws(StoreError) -> Int64 {
        try database.run(
            """
            INSERT OR REPLACE INTO change (kind, row_id, org_id, is_deleted, changed_at)
            VALUES (?, ?, ?, ?, unixepoch())
            """,
            [.integer(kind.rawValue), .integer(rowID), .integer(orgID), SQLiteValue(isDeleted)])
        return database.lastInsertedID
    }

    /// The marks behind `revision`, in the order of the commits.
    static func marks(since revision: Int64, in database: SQLiteDatabase) throws(StoreError) -> [Mark] {
        var marks: [Mark] = []
        try database.each(
            "SELECT kind, row_id, org_id, is_deleted FROM change WHERE revision > ? ORDER BY revision",
            [.integer(revision)]
        ) { (row) throws(StoreError) in
            guard let kind = ChangeKind(rawValue: row.integer(0)) else { throw .unreadableRow("change") }
            marks.append(Mark(kind: kind, rowID: row.integer(1), orgID: row.integer(2), isDeleted: row.flag(3)))
        }
        return marks
    }

    /// What became of every row that was written behind `revision`: each row once, at the place of its last change, as it is
    /// now. Call it inside a transaction, so that all of it is one state.
    static func changes(since revision: Int64, in database: SQLiteDatabase) throws(StoreError) -> [StoreChange] {
        var changes: [StoreChange] = []
        for mark in try marks(since: revision, in: database) { changes.append(try change(for: mark, in: database)) }
        return changes
    }

    /// A row that is gone without a mark (somebody's own SQL) counts as deleted.
    private static func change(for mark: Mark, in database: SQLiteDatabase) throws(StoreError) -> StoreChange {
        switch mark.kind {
        case .dataSource:
            let source = mark.isDeleted ? nil : try DataSourceTable.find(id: mark.rowID, in: database)
            return source.map { .dataSource($0) } ?? .dataSourceDeleted(id: mark.rowID, orgID: mark.orgID)
        case .grants:
            let grants = try GrantTable.find(sourceID: mark.rowID, in: database)
            return grants.map { .grants($0, sourceID: mark.rowID, orgID: mark.orgID) }
                ?? .dataSourceDeleted(id: mark.rowID, orgID: mark.orgID)
        case .token:
            let token = mark.isDeleted ? nil : try TokenTable.find(id: mark.rowID, in: database)
            return token.map { .token($0) } ?? .tokenDeleted(id: mark.rowID)
        case .user:
            let user = mark.isDeleted ? nil : try UserTable.find(id: mark.rowID, in: database)
            return user.map { .user($0) } ?? .userDeleted(id: mark.rowID)
        case .organization:
            let organization = mark.isDeleted ? nil : try OrganizationTable.find(id: mark.rowID, in: database)
            return organization.map { .organization($0) } ?? .organizationDeleted(id: mark.rowID)
        case .team:
            let team = mark.isDeleted ? nil : try TeamTable.find(id: mark.rowID, in: database)
            return team.map { .team($0) } ?? .teamDeleted(id: mark.rowID)
        case .serviceAccount:
            let account = mark.isDeleted ? nil : try ServiceAccountTable.find(id: mark.rowID, in: database)
            return account.map { .serviceAccount($0) } ?? .serviceAccountDeleted(id: mark.rowID)
        }
    }

    /// Drops the mark of a row whose end another mark tells.
    static func forget(_ kind: ChangeKind, _ rowID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        try database.run(
            "DELETE FROM change WHERE kind = ? AND row_id = ?", [.integer(kind.rawValue), .integer(rowID)])
    }

    /// Drops the marks of rows that were deleted long ago.
    static func prune(in database: SQLiteDatabase) throws(StoreError) {
        try database.run(
            "DELETE FROM change WHERE is_deleted AND changed_at < unixepoch() - ?", [.integer(deletedKeptSeconds)])
    }
}
