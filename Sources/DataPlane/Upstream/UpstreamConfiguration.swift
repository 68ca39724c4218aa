/// How a worker treats data sources. One value for the whole process; every worker has these bounds for itself.
public struct UpstreamConfiguration: Sendable {
    /// Milliseconds for a name to be resolved.
    public var resolveTimeoutMilliseconds: UInt64 = 5_000
    /// Milliseconds for one dial, however many addresses it tries, as Grafana's `dialTimeout`.
    public var connectTimeoutMilliseconds: UInt64 = 10_000
    /// Milliseconds from the begin of one address's dial to that of the next (RFC 8305 5).
    public var dialStaggerMilliseconds: UInt64 = 250
    /// Milliseconds from the connection to the end of the TLS handshake, as Go's `TLSHandshakeTimeout`.
    public var tlsTimeoutMilliseconds: UInt64 = 10_000
    /// Milliseconds from the request's last byte to the answer's first.
    public var firstByteTimeoutMilliseconds: UInt64 = 30_000
    /// Milliseconds without a byte in either direction while a body is under way.
    public var idleTimeoutMilliseconds: UInt64 = 90_000
    /// Milliseconds that a connection waits in the pool for its next call, as Go's transport.
    public var pooledIdleMilliseconds: UInt64 = 90_000
    /// Milliseconds in the pool behind which TLS gives back its buffers.
    public var tlsRestMilliseconds: UInt64 = 1_000
    /// Milliseconds from a connection's dial behind which it serves no further call: a busy one would else never hear of a name that
    /// has moved.
    public var pooledLifetimeMilliseconds: UInt64 = 600_000
    /// Calls to one source at a time, over all workers; more are refused. A call has a connection of its own, so that it bounds these
    /// too.
    public var callsPerSourceMax = 1_024
    /// When a source is not asked for a while.
    public var breaker = BreakerLimits()
    /// Connections to all sources; an idle one costs some 300 bytes and the room for a head, 4 KiB as a rule.
    public var connectionsMax = 4_096
    /// Connections to one origin, idle and busy.
    public var connectionsPerOriginMax = 1_024
    /// TLS tickets kept for one pool, each good for one shorter handshake; some 2 KiB each.
    public var ticketsPerPoolMax = 8
    /// Idle connections kept for one origin.
    public var idlePerOriginMax = 256

    /// Where connections may lead.
    public var outbound = OutboundRules()

    public init() {}
}
