public import HTTP

/// The bounds of calls whose answers are collected whole. One value for the whole process; every worker has these bounds for itself.
public struct CallConfiguration: Sendable {
    /// Calls under way at a time; a slot has some 300 bytes, and the request lies beside it.
    public var callsMax = 4_096
    /// Bytes of one answer's body, unless the call asks for fewer.
    public var answerBytesMax = 64 << 20
    /// Bytes of all answers together, from their first byte until whoever asked has let go of them.
    public var answersTotalBytesMax = 256 << 20
    /// Milliseconds from the beginning of a call to its end where its source names none; Grafana's `dataproxy.timeout`.
    public var timeoutMilliseconds: UInt64 = 30_000
    /// Milliseconds of everything that one request asks of one source, unless the source's own timeout is longer.
    public var requestMilliseconds: UInt64 = 60_000
    /// Tasks that wait for a moment at a time; each costs some 100 bytes beside the task.
    public var pausesMax = 4_096
    /// Bytes of what a server says first in a protocol of its own, of which each known one's fits into fewer.
    public var greetingBytesMax = 4 << 10
    /// Milliseconds from the beginning of a call for a greeting, or for addresses, to its end.
    public var greetingMilliseconds: UInt64 = 10_000
    /// Bytes of one read.
    public var readBytes = 256 << 10
    /// Bytes that one call may receive in one turn before the others have theirs.
    public var bytesPerTurn = 1 << 20
    public var headLimits = HeadLimits()

    public init() {}
}
