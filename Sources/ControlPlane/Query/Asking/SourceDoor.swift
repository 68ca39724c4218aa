public import Catalog

/// The one way to a data source: dial rules, TLS, pool, credentials and limits of `Upstream` stand behind it. Called on a loop.
public protocol SourceDoor: Sendable {
    /// Sends `request` to the source of `route` with its credentials and returns the whole answer, whatever its status.
    func ask(_ request: SourceRequest, of route: Route) async throws(SourceFailure) -> SourceAnswer

    /// Milliseconds that the request may still take of the source's time; 0 when it is over.
    func remainingMilliseconds(for route: Route) -> UInt64

    /// Comes back when `milliseconds` are over, for sources that are asked without a call. The time counts against what one request may take.
    func pause(milliseconds: UInt64, for route: Route) async throws(SourceFailure)
}
