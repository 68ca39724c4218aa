/// What reading plaintext came to.
public enum TLSRead: Sendable, Equatable {
    case bytes(Int)
    /// Everything that came is used up.
    case needsBytes
    /// The peer has said that it sends no more (close_notify). An end without that is a cut.
    case ended
    case failed(TLSFailure)
}
