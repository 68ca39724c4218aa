/// All metrics of the process, fixed when it starts: reading them takes no lock, and nothing that happens adds one.
public struct MetricRegistry: Sendable {
    private let metrics: [Metric]

    /// Names are distinct.
    public init(_ metrics: [Metric]) {
        precondition(Set(metrics.map(\.name)).count == metrics.count, "two metrics of one name")
        self.metrics = metrics
    }

    /// Prometheus text exposition format 0.0.4.
    public func text() -> [UInt8] {
        var text = PrometheusText()
        for metric in metrics { text.append(metric) }
        return text.bytes
    }
}
