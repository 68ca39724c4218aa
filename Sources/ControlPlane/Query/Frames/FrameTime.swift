/// A moment of a time column: milliseconds since 1970 and what lies beyond them.
public struct FrameTime: Sendable, Equatable {
    public var milliseconds: Int64
    /// Below a million.
    public var nanoseconds: Int32

    public init(milliseconds: Int64, nanoseconds: Int32 = 0) {
        precondition(nanoseconds >= 0 && nanoseconds < 1_000_000)
        self.milliseconds = milliseconds
        self.nanoseconds = nanoseconds
    }

    /// From nanoseconds since 1970; before 1970 the milliseconds round down.
    public init(nanosecondsSince1970 total: Int64) {
        let (quotient, remainder) = total.quotientAndRemainder(dividingBy: 1_000_000)
        milliseconds = remainder < 0 ? quotient - 1 : quotient
        nanoseconds = Int32(remainder < 0 ? remainder + 1_000_000 : remainder)
    }
}
