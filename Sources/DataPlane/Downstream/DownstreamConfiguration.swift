public import HTTP

/// How a worker treats callers. One value for the whole process; every worker has these bounds for itself.
public struct DownstreamConfiguration: Sendable {
    /// Callers at a time; beyond it nobody is accepted until one leaves. A waiting caller costs some 300 bytes.
    public var callersMax = 16_384
    /// Callers accepted in one turn, so that those who are served already are not kept waiting.
    public var acceptsPerTurn = 16
    /// Milliseconds until the next try when no descriptor or slot was left for a caller.
    public var acceptPauseMilliseconds: UInt64 = 100
    public var headLimits = HeadLimits()
    /// Milliseconds from the first byte of a head to its last (slow-loris).
    public var headTimeoutMilliseconds: UInt64 = 15_000
    /// Milliseconds from a caller's connection to the end of its TLS handshake.
    public var handshakeTimeoutMilliseconds: UInt64 = 10_000
    /// TLS handshakes under way at a time; beyond it the oldest is broken off. One costs up to 60 KiB.
    public var handshakesMax = 1_024
    /// Milliseconds without a call behind which TLS gives back its buffers.
    public var tlsRestMilliseconds: UInt64 = 1_000
    /// Milliseconds that a connection may wait for its next request.
    public var idleTimeoutMilliseconds: UInt64 = 120_000
    /// Milliseconds without a byte while a body comes or an answer goes.
    public var stallTimeoutMilliseconds: UInt64 = 90_000
    /// Milliseconds from a head to the end of its body for the async plane, which is held meanwhile, by whomever it was sent: 2 MiB at
    /// 140 kbit/s.
    public var bodyTimeoutMilliseconds: UInt64 = 120_000
    /// Milliseconds for the caller to close, or to send its next request, once a drain began.
    public var lingerMilliseconds: UInt64 = 2_000
    /// Milliseconds without a byte of a caller whose last answer was sent, and in all, until its connection is closed (nginx's
    /// `lingering_timeout` and `lingering_time`): one that pipelines goes on sending until it has read that it was the last.
    public var partingMilliseconds: UInt64 = 5_000
    public var partingMillisecondsMax: UInt64 = 30_000
    /// Bytes of a request's body for the async plane: 2 MiB, a data source at its largest with room to spare.
    public var bodyBytesMax = 2 << 20
    /// Bytes of all such bodies whose requests are not answered yet, those of callers that left meanwhile among them: 32 of the
    /// largest.
    public var bodyBytesTotalMax = 64 << 20

    public var http2 = HTTP2Configuration()

    public init() {}
}
