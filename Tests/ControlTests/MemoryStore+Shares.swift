import Access
import Catalog

/// Nothing is shared here: the tests of the real store and of the whole server do that.
extension MemoryStore: SourceShareStore {
    func shares(sourceID: Int64) async throws(StoreError) -> SourceShares? { nil }

    func share(
        sourceID: Int64, everywhere: Bool, with organizations: [Int64: [SealedField]?]
    ) async throws(StoreError) {
        throw .unavailable("not in memory")
    }
}
