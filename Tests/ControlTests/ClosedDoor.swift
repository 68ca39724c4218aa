import Catalog
import Query
import Synchronization

/// A door that leads to no data source, and counts who tries it.
final class ClosedDoor: SourceDoor {
    private let tries = Mutex(0)

    /// How often somebody was let as far as the source.
    var asked: Int { tries.withLock { $0 } }

    func ask(_ request: SourceRequest, of route: Route) async throws(SourceFailure) -> SourceAnswer {
        tries.withLock { $0 += 1 }
        throw .upstream(.connectRefused)
    }

    func remainingMilliseconds(for route: Route) -> UInt64 { 60_000 }

    func pause(milliseconds: UInt64, for route: Route) async throws(SourceFailure) {}
}
