/// What a relay made of the bytes at hand.
public enum RelayStep: Sendable, Equatable {
    /// The first `payload` bytes of the buffer are to be sent on; `consumed` of its bytes are used up; `ends` behind them.
    case forward(payload: Int, consumed: Int, ends: Bool)
    /// The framing is broken.
    case refused
}
