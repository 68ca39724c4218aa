public import Access

extension SQLiteStore: UserStore {
    public func insert(_ user: UserRecord) async throws(StoreError) -> UserRecord {
        try await writer.write { (database) throws(StoreError) in try UserTable.insert(user, in: database) }
    }

    public func update(_ user: UserRecord) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in try UserTable.update(user, in: database) }
    }

    public func user(login: String) async throws(StoreError) -> UserRecord? {
        try await readers.read { (database) throws(StoreError) in try UserTable.find(login: login, in: database) }
    }

    public func users() async throws(StoreError) -> [UserRecord] {
        try await readers.read { (database) throws(StoreError) in try UserTable.all(in: database) }
    }

    /// Memberships go with the user.
    public func delete(userID: Int64) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in try UserTable.delete(id: userID, in: database) }
    }
}
