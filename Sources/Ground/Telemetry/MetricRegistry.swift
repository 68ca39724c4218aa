/// All metrics of the process: those that are fixed when it starts, whose reading takes no lock, and those that are put together
/// at each scrape.
public struct MetricRegistry: Sendable {
    private let metrics: [Metric]
    private let collect: @Sendable () -> [Metric]

    /// Names are distinct, also among those that `collect` answers.
    public init(_ metrics: [Metric], collect: @escaping @Sendable () -> [Metric] = { [] }) {
        precondition(Set(metrics.map(\.name)).count == metrics.count, "two metrics of one name")
        self.metrics = metrics
        self.collect = collect
    }

    /// Prometheus text exposition format 0.0.4.
    public func text() -> [UInt8] {
        var text = PrometheusText()
        for metric in metrics + collect() { text.append(metric) }
        return text.bytes
    }
}
