internal import Access
internal import Crypto

/// The rows of `user` that are people, each with its memberships from `org_user` and its names in `login_key`.
enum UserTable {
    private static let select = """
        SELECT id, uid, login, email, name, password_hash, org_id, is_server_admin, is_disabled, created_at, updated_at, \
        last_seen_at FROM user WHERE NOT is_service_account
        """

    static func find(id: Int64, in database: SQLiteDatabase) throws(StoreError) -> UserRecord? {
        let memberships = try memberships(of: id, in: database)
        return try database.first("\(select) AND id = ?", [.integer(id)]) { (row) throws(StoreError) in
            try user(row, memberships)
        }
    }

    static func find(login: String, in database: SQLiteDatabase) throws(StoreError) -> UserRecord? {
        let key = SQLiteValue.text(FoldedName.text(of: login))
        let id = try database.integer("SELECT user_id FROM login_key WHERE key = ?", [key])
        guard let id else { return nil }
        return try find(id: id, in: database)
    }

    /// In the order of ids.
    static func all(in database: SQLiteDatabase) throws(StoreError) -> [UserRecord] {
        var memberships: [Int64: [Membership]] = [:]
        try database.each("SELECT user_id, org_id, role FROM org_user ORDER BY org_id") { (row) throws(StoreError) in
            memberships[row.integer(0), default: []].append(try membership(row, orgID: 1, role: 2))
        }
        var users: [UserRecord] = []
        try database.each("\(select) ORDER BY id") { (row) throws(StoreError) in
            users.append(try user(row, memberships[row.integer(0)] ?? []))
        }
        return users
    }

    static func isEmpty(in database: SQLiteDatabase) throws(StoreError) -> Bool {
        try database.integer("SELECT 1 FROM user WHERE NOT is_service_account LIMIT 1") == nil
    }

    /// The id is the database's.
    static func insert(_ user: UserRecord, in database: SQLiteDatabase) throws(StoreError) -> UserRecord {
        try database.run(
            """
            INSERT INTO user (uid, login, email, name, password_hash, org_id, is_server_admin, is_disabled, created_at,
            updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(user.uid), .text(user.login), .text(user.email), .text(user.name),
                .text(user.passwordHash.text), .integer(user.orgID), SQLiteValue(user.isServerAdmin),
                SQLiteValue(user.isDisabled), .integer(user.createdAt), .integer(user.updatedAt),
            ])
        let id = database.lastInsertedID
        try LoginKeyTable.set([user.login, user.email], of: id, in: database)
        for membership in user.memberships {
            try MemberTable.insert(userID: id, orgID: membership.orgID, role: membership.role, in: database)
        }
        try ChangeTable.record(.user, id, orgID: user.orgID, in: database)
        guard let made = try find(id: id, in: database) else { throw .unreadableRow("user") }
        return made
    }

    static func change(
        id: Int64, _ change: UserChange, at moment: Int64, in database: SQLiteDatabase
    ) throws(StoreError) {
        guard let user = try find(id: id, in: database) else { throw .notFound }
        switch change {
        case .profile(let profile): try setProfile(profile, of: id, in: database)
        case .password(let hash): try set("password_hash", .text(hash.text), of: id, in: database)
        case .serverAdmin(let isAdmin):
            if !isAdmin { try checkOtherAdmin(than: user, in: database) }
            try set("is_server_admin", SQLiteValue(isAdmin), of: id, in: database)
        case .disabled(let isDisabled):
            if isDisabled { try checkOtherAdmin(than: user, in: database) }
            try set("is_disabled", SQLiteValue(isDisabled), of: id, in: database)
        case .currentOrganization(let orgID):
            guard user.isMember(of: orgID) else { throw .notFound }
            try MemberTable.setCurrent(orgID, of: id, in: database)
        }
        try set("updated_at", .integer(moment), of: id, in: database)
        try ChangeTable.record(.user, id, orgID: user.orgID, in: database)
    }

    /// Memberships and names go with it; the teams that it was in and the sources that were granted to it are marked.
    static func delete(id: Int64, in database: SQLiteDatabase) throws(StoreError) {
        guard let user = try find(id: id, in: database) else { throw .notFound }
        try checkOtherAdmin(than: user, in: database)
        for membership in user.memberships {
            try TeamTable.removeFromAll(userID: id, orgID: membership.orgID, in: database)
            try GrantTable.removeAll(ofAccount: id, orgID: membership.orgID, in: database)
        }
        try PreferenceTable.removeAll(ofUser: id, in: database)
        try database.run("DELETE FROM user WHERE id = ?", [.integer(id)])
        try ChangeTable.record(.user, id, orgID: user.orgID, isDeleted: true, in: database)
    }

    private static func setProfile(
        _ profile: UserProfile, of id: Int64, in database: SQLiteDatabase
    ) throws(StoreError) {
        try set("login", .text(profile.login), of: id, in: database)
        try set("email", .text(profile.email), of: id, in: database)
        try set("name", .text(profile.name), of: id, in: database)
        try LoginKeyTable.set([profile.login, profile.email], of: id, in: database)
    }

    /// Refuses what would leave the server without an enabled admin.
    private static func checkOtherAdmin(than user: UserRecord, in database: SQLiteDatabase) throws(StoreError) {
        guard user.isServerAdmin, !user.isDisabled else { return }
        let other = "SELECT 1 FROM user WHERE is_server_admin AND NOT is_disabled AND id <> ?"
        guard try database.integer(other, [.integer(user.id)]) != nil else { throw .refused(.lastServerAdmin) }
    }

    private static func set(
        _ column: StaticString, _ value: SQLiteValue, of id: Int64, in database: SQLiteDatabase
    ) throws(StoreError) {
        try database.run("UPDATE user SET \(column) = ? WHERE id = ?", [value, .integer(id)])
    }

    private static func memberships(of id: Int64, in database: SQLiteDatabase) throws(StoreError) -> [Membership] {
        var memberships: [Membership] = []
        try database.each(
            "SELECT org_id, role FROM org_user WHERE user_id = ? ORDER BY org_id", [.integer(id)]
        ) { (row) throws(StoreError) in memberships.append(try membership(row, orgID: 0, role: 1)) }
        return memberships
    }

    private static func membership(
        _ row: borrowing SQLiteRow, orgID: Int32, role: Int32
    ) throws(StoreError) -> Membership {
        guard let role = Role(rawValue: row.text(role)) else { throw .unreadableRow("org_user") }
        return Membership(orgID: row.integer(orgID), role: role)
    }

    private static func user(
        _ row: borrowing SQLiteRow, _ memberships: [Membership]
    ) throws(StoreError) -> UserRecord {
        guard let hash = PasswordHash(text: row.text(5)) else { throw .unreadableRow("user") }
        return UserRecord(
            id: row.integer(0), uid: row.text(1), login: row.text(2), email: row.text(3), name: row.text(4),
            passwordHash: hash, orgID: row.integer(6), memberships: memberships, isServerAdmin: row.flag(7),
            isDisabled: row.flag(8), createdAt: row.integer(9), updatedAt: row.integer(10), lastSeenAt: row.integer(11))
    }
}
