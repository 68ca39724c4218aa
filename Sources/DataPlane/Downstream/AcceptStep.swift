/// What one turn's accepting came to.
public enum AcceptStep: Sendable, Equatable {
    /// Nobody waits, or this turn's share is done.
    case done
    /// No descriptor or memory is left, or this worker has as many callers as it may: wait until somebody leaves.
    case exhausted
}
