public import Access
public import Secrets

/// Where wrapped data keys are kept.
public protocol DataKeyStore: Sendable {
    /// In order of id.
    func dataKeys() async throws(StoreError) -> [DataKeyRecord]

    /// Keeps `first` if there is no key yet, and gives all there are: of two processes that start together, one's key counts.
    func ensureDataKey(_ first: DataKeyRecord) async throws(StoreError) -> [DataKeyRecord]

    /// Writes new and re-wrapped keys in one transaction: all of them, or none.
    func save(_ keys: [DataKeyRecord]) async throws(StoreError)
}
