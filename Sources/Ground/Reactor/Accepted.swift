/// What one `accept` brought.
public enum Accepted: ~Copyable {
    case connection(Descriptor, SocketAddress)
    case none
    /// The caller left before it was taken, or was interrupted: ask again.
    case again
    case failed(SystemError)
}
