/// How long the phases of a call took, in microseconds between the turns of the loop in which they ended: what begins and ends
/// within one turn took none.
public struct ProxyTimes: Sendable, Equatable {
    /// Until a password was checked; none as a rule.
    public internal(set) var admit: UInt64 = 0
    /// The name's look-up, the connection and the TLS handshake of a connection that was made for this call.
    public internal(set) var resolve: UInt64 = 0
    public internal(set) var connect: UInt64 = 0
    public internal(set) var tls: UInt64 = 0
    /// From the request's head to the answer's.
    public internal(set) var firstByte: UInt64 = 0
    /// From the answer's head to its end.
    public internal(set) var body: UInt64 = 0
    /// From the request's head to the end of everything.
    public internal(set) var total: UInt64 = 0

    public init() {}
}
