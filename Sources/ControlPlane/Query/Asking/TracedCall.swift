/// One call of a check, as far as it came.
public struct TracedCall: Sendable {
    public enum Phase: String, Sendable {
        case resolve, connect, tls, request, answer
    }

    /// For people; without a caller's words.
    public let what: String
    /// Those that it went through, in their order, the failed one last.
    public let phases: [(phase: Phase, microseconds: UInt64)]
    /// The answer's, where it has one.
    public let status: Int?
    /// Where it ended; nothing when it was answered.
    public let failed: Phase?

    init(
        _ what: String, _ phases: [(phase: Phase, microseconds: UInt64)], status: Int? = nil, failed: Phase? = nil
    ) {
        self.what = what
        self.phases = phases
        self.status = status
        self.failed = failed
    }
}
