internal import Telemetry
internal import Web

/// What one worker counts of its control-plane calls, by endpoint: the pattern, never the path.
final class ControlMeters: Sendable {
    struct Endpoint: Sendable {
        /// `GET /api/datasources/:id`.
        let name: String
        let byClass = (1...5).map { _ in Counter() }
        let duration = Histogram()
    }

    /// The last is of the calls that met no endpoint.
    let endpoints: [Endpoint]

    init(_ names: [String]) { endpoints = (names + ["(none)"]).map { Endpoint(name: $0) } }

    func count(_ call: WebObservation) {
        let endpoint = endpoints[min(call.endpoint ?? .max, endpoints.count - 1)]
        let index = call.status / 100 - 1
        if endpoint.byClass.indices.contains(index) { endpoint.byClass[index].add() }
        endpoint.duration.observe(microseconds: call.microseconds)
    }
}
