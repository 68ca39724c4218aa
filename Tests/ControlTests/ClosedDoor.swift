import Catalog
import Query

/// A door that leads to no data source.
struct ClosedDoor: SourceDoor {
    func ask(_ request: SourceRequest, of route: Route) async throws(SourceFailure) -> SourceAnswer {
        throw .upstream(.connectRefused)
    }
}
