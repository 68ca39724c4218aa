/// What follows an answer.
public enum CallerFinish: Sendable, Equatable {
    case nextRequest
    case linger
}
