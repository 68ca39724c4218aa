/// What a call is to do next.
enum CallStep: Sendable, Equatable {
    /// Read on, behind what has come of the head so far, which is to be kept.
    case keepHead
    case readOn
    /// The answer is whole; `isReusable` when the connection may carry another call.
    case answered(isReusable: Bool)
    case failed(CallError)
}
