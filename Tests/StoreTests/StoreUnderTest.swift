import Access
import Store

/// The engines that the contract holds for. A new engine adds a case here and nothing else.
enum StoreUnderTest: CaseIterable, Sendable {
    case sqlite

    /// An empty database with organizations 1 and 2.
    func place() async throws -> Place {
        let place = Place(engine: self, directory: TemporaryDirectory())
        let store = try place.open()
        try await store.ensureOrganization(id: 1, name: "Main Org.")
        try await store.ensureOrganization(id: 2, name: "Other Org.")
        store.stop()
        return place
    }

    /// One database, which may be opened more than once. Nothing polls by itself: tests say when.
    struct Place: Sendable {
        let engine: StoreUnderTest
        let directory: TemporaryDirectory

        func open() throws(StoreError) -> any StoreEngine {
            switch engine {
            case .sqlite:
                try SQLiteStore(SQLiteStoreConfiguration(path: directory.database, pollMilliseconds: nil))
            }
        }
    }
}
