/// What one data source wants of calls to it otherwise than the server's settings say; nothing where it wants nothing.
public struct SourceTerms: Sendable, Equatable {
    /// Milliseconds for a dial.
    public var connectMilliseconds: UInt32?
    /// Milliseconds for a TLS handshake.
    public var tlsMilliseconds: UInt32?
    /// Milliseconds that its connections wait in the pool.
    public var pooledIdleMilliseconds: UInt32?
    /// Calls at a time, over all workers.
    public var callsMax: UInt32?
    /// Failures in a row that open its breaker; 0 never does.
    public var breakerFailuresMax: UInt32?
    /// Bytes of one proxied request's body, and of one answer's.
    public var requestBytesMax: UInt64?
    public var responseBytesMax: UInt64?
    /// Bytes a second that a proxied request's body brings in the long run; 0 for any.
    public var requestBytesPerSecondMin: UInt64?

    public init() {}
}
