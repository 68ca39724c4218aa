public import Access
public import Crypto

extension SQLiteStore {
    public func ensureOrganization(id: Int64, name: String) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try OrganizationTable.ensure(id: id, name: name, in: database)
        }
    }

    public func hasNoUsers() async throws(StoreError) -> Bool {
        try await readers.read { (database) throws(StoreError) in try UserTable.isEmpty(in: database) }
    }

    public func ensureAdmin(login: String, passwordHash: PasswordHash, now: Int64) async throws(StoreError) -> Bool {
        let admin = UserRecord(
            id: 0, uid: "u0000000000001", login: login, email: "\(login)@localhost", name: "",
            passwordHash: passwordHash, orgID: 1, role: .admin, isServerAdmin: true, isDisabled: false, createdAt: now)
        return try await writer.write { (database) throws(StoreError) in
            guard try UserTable.isEmpty(in: database) else { return false }
            _ = try UserTable.insert(admin, in: database)
            return true
        }
    }

    public func ensureSetting(_ key: String, _ value: String) async throws(StoreError) -> String {
        try await writer.write { (database) throws(StoreError) in
            try SettingTable.ensure(key, value, in: database)
        }
    }
}
