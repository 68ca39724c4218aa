/// What one read brought.
public enum StreamRead: Sendable, Equatable {
    case bytes(Int)
    case wouldBlock
    /// The peer will send no more.
    case ended
    case failed(SystemError)
}
