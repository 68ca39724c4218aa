/// What one step of an answer came to.
enum PumpStep: Equatable {
    case more
    /// The source has no more to read now.
    case drained
    /// The caller takes no more now.
    case paused
    /// The call has ended, one way or the other.
    case over
}
