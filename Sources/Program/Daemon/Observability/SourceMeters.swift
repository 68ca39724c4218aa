internal import Proxy
internal import Telemetry

/// What one worker counts of the calls to one data source.
final class SourceMeters: Sendable {
    let label: SourceLabel
    /// `1xx` to `5xx`, by the hundred.
    let byClass = (1...5).map { _ in Counter() }
    let durations = CallPhase.allCases.map { _ in Histogram() }

    init(_ label: SourceLabel) { self.label = label }

    func count(_ call: ProxyObservation) {
        // A call that ended before it had a status is one that no caller heard of.
        let index = call.status / 100 - 1
        if byClass.indices.contains(index) { byClass[index].add() }
        for (index, phase) in CallPhase.allCases.enumerated() {
            if let duration = phase.duration(in: call) { durations[index].observe(microseconds: duration) }
        }
    }
}
