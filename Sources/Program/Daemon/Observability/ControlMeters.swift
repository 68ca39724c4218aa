internal import Proxy
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

    private let readByID: Int?
    private let readByUID: Int?

    init(_ names: [String]) {
        endpoints = (names + ["(none)"]).map { Endpoint(name: $0) }
        readByID = names.firstIndex(of: "GET /api/datasources/:id")
        readByUID = names.firstIndex(of: "GET /api/datasources/uid/:uid")
    }

    func count(_ call: WebObservation) {
        count(at: call.endpoint, status: call.status, microseconds: call.microseconds)
    }

    /// A read that never left the worker is a call of its endpoint too, one that took no time worth a clock.
    func count(_ read: SnapshotRead) {
        count(at: read == .byUID ? readByUID : readByID, status: 200, microseconds: 0)
    }

    private func count(at place: Int?, status: Int, microseconds: UInt64) {
        let endpoint = endpoints[min(place ?? .max, endpoints.count - 1)]
        let index = status / 100 - 1
        if endpoint.byClass.indices.contains(index) { endpoint.byClass[index].add() }
        endpoint.duration.observe(microseconds: microseconds)
    }
}
