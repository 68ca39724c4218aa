/// Why a call has no answer.
public enum CallError: Error, Sendable, Equatable {
    case upstream(UpstreamError)
    /// The answer's body is larger than the call allows.
    case answerTooLarge(bytesMax: Int)
    /// The answers of all calls together would take more memory than they may.
    case noRoom
    /// Its task was cancelled: nobody wants the answer any longer.
    case withdrawn
    /// The worker is at its end.
    case ending
}
