/// What a circuit breaker says to a call.
enum BreakerStep: Sendable, Equatable {
    case pass
    /// This call finds out whether the source is back; the others are refused meanwhile.
    case probe
    /// Asking makes sense after so many milliseconds.
    case refuse(milliseconds: UInt64)
}
