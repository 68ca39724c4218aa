internal import Telemetry

/// The metrics of control-plane calls: what the workers counted, added up. Endpoints that nobody called are left out.
struct ControlMetrics {
    private let workers: [ControlMeters]

    init(_ workers: [ControlMeters]) { self.workers = workers }

    var metrics: [Metric] {
        guard let first = workers.first else { return [] }
        var requests: [Metric.Sample] = []
        var durations: [Metric.Sample] = []
        for index in first.endpoints.indices {
            let label = MetricLabel("endpoint", first.endpoints[index].name)
            for place in first.endpoints[index].byClass.indices {
                let count = workers.reduce(0) { $0 &+ $1.endpoints[index].byClass[place].value }
                guard count > 0 else { continue }
                requests.append(.init(.total(count), [label, MetricLabel("class", "\(place + 1)xx")]))
            }
            var reading = first.endpoints[index].duration.reading
            for worker in workers.dropFirst() { reading += worker.endpoints[index].duration.reading }
            if !reading.isEmpty { durations.append(.init(.distribution(reading), [label])) }
        }
        guard !requests.isEmpty else { return [] }
        return [
            Metric(
                "headgate_control_requests_total",
                help: "Control-plane calls by endpoint and the class of their answer's status.", requests),
            Metric(
                "headgate_control_duration_seconds", help: "How long control-plane calls took, by endpoint.", durations),
        ]
    }
}
