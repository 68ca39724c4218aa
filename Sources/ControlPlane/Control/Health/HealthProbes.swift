/// What the health endpoints ask, injected by the daemon. Each is asked once a request and answers within its own deadline.
public struct HealthProbes: Sendable {
    /// The store answers a read.
    public let databaseAnswers: @Sendable () async -> Bool
    /// Requests are taken: started, not draining, the store there.
    public let isReady: @Sendable () async -> Bool
    /// The metrics of the process as Prometheus text (exposition format 0.0.4).
    public let metrics: @Sendable () async -> [UInt8]

    public init(
        databaseAnswers: @escaping @Sendable () async -> Bool, isReady: @escaping @Sendable () async -> Bool,
        metrics: @escaping @Sendable () async -> [UInt8]
    ) {
        self.databaseAnswers = databaseAnswers
        self.isReady = isReady
        self.metrics = metrics
    }
}
