internal import Reactor
public import Telemetry

/// What a worker holds just now, told at the end of each turn to whoever counts.
public struct WorkerGauges: Sendable {
    public let callers = Gauge()
    /// Proxied calls under way.
    public let exchanges = Gauge()
    /// Connections to data sources, idle ones among them.
    public let sources = Gauge()
    public let idleSources = Gauge()
    private let open = Lock<Set<Int64>>([])

    public init() {}

    /// Ids of data sources that are refused calls by their circuit breaker, or probed; from any thread.
    public var openBreakers: Set<Int64> { open.withLock { $0 } }

    /// Told when it changes, and no oftener: there is a lock.
    func tell(openBreakers: Set<Int64>) { open.withLock { $0 = openBreakers } }

    func set(_ census: WorkerCensus) {
        callers.set(Int64(census.callers))
        exchanges.set(Int64(census.exchanges))
        sources.set(Int64(census.sources))
        idleSources.set(Int64(census.idleSources))
    }
}
