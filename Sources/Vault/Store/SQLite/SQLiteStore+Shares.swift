public import Access
public import Catalog

extension SQLiteStore: SourceShareStore {
    public func shares(sourceID: Int64) async throws(StoreError) -> SourceShares? {
        try await readers.read { (database) throws(StoreError) in try ShareTable.find(sourceID: sourceID, in: database)
        }
    }

    public func share(
        sourceID: Int64, everywhere isEverywhere: Bool, with organizations: [Int64: [SealedField]?]
    ) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try ShareTable.share(sourceID, everywhere: isEverywhere, with: organizations, in: database)
        }
    }
}
