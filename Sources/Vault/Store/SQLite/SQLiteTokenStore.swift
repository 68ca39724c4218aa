public import Access

extension SQLiteStore: TokenStore {
    public func insert(_ token: TokenRecord) async throws(StoreError) -> TokenRecord {
        try await writer.write { (database) throws(StoreError) in try TokenTable.insert(token, in: database) }
    }

    public func delete(tokenID: Int64, orgID: Int64) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try TokenTable.delete(id: tokenID, orgID: orgID, in: database)
        }
    }

    public func tokens(orgID: Int64) async throws(StoreError) -> [TokenRecord] {
        try await readers.read { (database) throws(StoreError) in try TokenTable.all(orgID: orgID, in: database) }
    }
}
