public import Access

extension SQLiteStore: UserStore {
    public func insert(_ user: UserRecord) async throws(StoreError) -> UserRecord {
        try await writer.write { (database) throws(StoreError) in try UserTable.insert(user, in: database) }
    }

    public func change(userID: Int64, _ change: UserChange, at moment: Int64) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try UserTable.change(id: userID, change, at: moment, in: database)
        }
    }

    public func delete(userID: Int64) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in try UserTable.delete(id: userID, in: database) }
    }

    public func addMember(userID: Int64, orgID: Int64, role: Role) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try MemberTable.add(userID: userID, orgID: orgID, role: role, in: database)
        }
    }

    public func changeMember(userID: Int64, orgID: Int64, role: Role) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try MemberTable.change(userID: userID, orgID: orgID, role: role, in: database)
        }
    }

    public func removeMember(userID: Int64, orgID: Int64) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try MemberTable.remove(userID: userID, orgID: orgID, in: database)
        }
    }

    public func user(login: String) async throws(StoreError) -> UserRecord? {
        try await readers.read { (database) throws(StoreError) in try UserTable.find(login: login, in: database) }
    }

    public func users() async throws(StoreError) -> [UserRecord] {
        try await readers.read { (database) throws(StoreError) in try UserTable.all(in: database) }
    }
}
