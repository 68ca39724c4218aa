/// A call under way. It is a slot of `Upstream.calls`.
struct SourceCall {
    typealias Outcome = Result<CallAnswer, CallError>

    let request: CallRequest
    /// Resumed once, when the call leaves its slot.
    let asker: CheckedContinuation<Outcome, Never>
    /// Milliseconds of the monotonic clock; no call is under way behind this moment.
    let limit: UInt64
    var machine: CallMachine
    let share: AnswerShare
    /// The slot of its connection, from the dial on.
    var source: Int?
    /// The connection stands, and the request was given to it.
    var isConnected = false
    /// The kernel has all of the request.
    var isSent = false
    var attempts = 0
    /// Microseconds: when the part began that is under way, once the connection stands.
    var since: UInt64 = 0
    /// It waits for its next share of a turn.
    var isReady = false
}
