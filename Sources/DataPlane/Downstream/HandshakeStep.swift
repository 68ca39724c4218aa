/// What a caller's TLS handshake came to.
public enum HandshakeStep: Sendable, Equatable {
    /// It waits for the caller.
    case nothing
    /// TLS stands: the first request may be here already.
    case ready
    /// It failed, as the caller has been told.
    case close
}
