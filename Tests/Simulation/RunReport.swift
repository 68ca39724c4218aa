/// What a simulated run came to.
public struct RunReport: Sendable {
    public let seed: UInt64
    public let violations: [String]
    /// Virtual time.
    public let nanoseconds: UInt64
    /// Proxied calls that were answered, by a source or in its place.
    public let proxied: Int
    /// Two runs with one digest made the same system calls with the same results at the same moments.
    public let digest: UInt64
    public let systemCalls: Int
    /// The last system calls, oldest first.
    public let tail: [String]
}
