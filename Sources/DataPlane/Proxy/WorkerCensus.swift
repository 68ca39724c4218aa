/// How much a worker holds.
public struct WorkerCensus: Sendable, Equatable {
    public var callers: Int
    public var sources: Int
    public var idleSources: Int
    public var exchanges: Int
    /// Calls of tasks under way.
    public var calls: Int
    /// Ids of the data sources whose circuit breaker is not closed.
    public var openBreakers: Set<Int64>
}
