public import Access
public import Catalog

extension SQLiteStore: DataSourceStore {
    public func insert(
        _ source: DataSource, secrets: [SealedField], grants: SourceGrants
    ) async throws(StoreError) -> StoredDataSource {
        try await writer.write { (database) throws(StoreError) in
            try DataSourceTable.insert(source, secrets: secrets, grants: grants, in: database)
        }
    }

    public func update(
        _ source: DataSource, secrets: [SealedField], ifRevision revision: Int64
    ) async throws(StoreError) -> StoredDataSource {
        try await writer.write { (database) throws(StoreError) in
            try DataSourceTable.update(source, secrets: secrets, ifRevision: revision, in: database)
        }
    }

    public func delete(id: Int64, orgID: Int64) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try DataSourceTable.delete(id: id, orgID: orgID, in: database)
        }
    }

    public func changeGrants(_ changes: [GrantChange], sourceID: Int64, orgID: Int64) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try GrantTable.change(changes, sourceID: sourceID, orgID: orgID, in: database)
        }
    }

    public func dataSource(id: Int64, orgID: Int64) async throws(StoreError) -> StoredDataSource? {
        try await readers.read { (database) throws(StoreError) in
            try DataSourceTable.find(id: id, orgID: orgID, in: database)
        }
    }

    public func dataSource(uid: String, orgID: Int64) async throws(StoreError) -> StoredDataSource? {
        try await readers.read { (database) throws(StoreError) in
            try DataSourceTable.find(uid: uid, orgID: orgID, in: database)
        }
    }

    public func dataSource(name: String, orgID: Int64) async throws(StoreError) -> StoredDataSource? {
        try await readers.read { (database) throws(StoreError) in
            try DataSourceTable.find(name: name, orgID: orgID, in: database)
        }
    }
}
