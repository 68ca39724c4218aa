public import Access
public import Secrets

extension SQLiteStore: DataKeyStore {
    public func dataKeys() async throws(StoreError) -> [DataKeyRecord] {
        try await readers.read { (database) throws(StoreError) in try DataKeyTable.all(in: database) }
    }

    public func ensureDataKey(_ first: DataKeyRecord) async throws(StoreError) -> [DataKeyRecord] {
        try await writer.write { (database) throws(StoreError) in
            let keys = try DataKeyTable.all(in: database)
            guard keys.isEmpty else { return keys }
            try DataKeyTable.save(first, in: database)
            return [first]
        }
    }

    public func save(_ keys: [DataKeyRecord]) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            for key in keys { try DataKeyTable.save(key, in: database) }
        }
    }
}
