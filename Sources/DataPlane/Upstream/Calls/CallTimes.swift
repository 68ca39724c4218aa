/// How long the parts of a call took, in microseconds between the turns of the loop in which they ended. Nothing for what it did not come to.
public struct CallTimes: Sendable, Equatable {
    /// Nothing on a connection that had carried another call.
    public internal(set) var dial: DialTimes?
    /// Until the kernel had all of the request.
    public internal(set) var request: UInt64?
    /// From there until the answer was whole, or it was clear that it would not be.
    public internal(set) var answer: UInt64?
}
