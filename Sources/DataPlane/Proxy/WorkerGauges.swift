public import Telemetry

/// What a worker holds just now, told at the end of each turn to whoever counts.
public struct WorkerGauges: Sendable {
    public let callers = Gauge()
    /// Proxied calls under way.
    public let exchanges = Gauge()
    /// Connections to data sources, idle ones among them.
    public let sources = Gauge()
    public let idleSources = Gauge()
    /// Data sources that are refused calls by their circuit breaker, or probed.
    public let openBreakers = Gauge()

    public init() {}

    func set(_ census: WorkerCensus) {
        callers.set(Int64(census.callers))
        exchanges.set(Int64(census.exchanges))
        sources.set(Int64(census.sources))
        idleSources.set(Int64(census.idleSources))
        openBreakers.set(Int64(census.openBreakers))
    }
}
