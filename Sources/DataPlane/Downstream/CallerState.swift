/// What a caller is in the middle of. Legal next states: handshaking → reading or multiplexing; multiplexing → lingering; reading →
/// collecting, waiting, exchanging or lingering; collecting → waiting or lingering; waiting and exchanging → reading or lingering.
/// Every state may end.
public enum CallerState: Sendable, Equatable {
    /// TLS is being agreed upon.
    case handshaking
    /// Its requests are callers of their own (HTTP/2); this one is the socket below them.
    case multiplexing
    /// Between requests, or with a part of a head.
    case reading
    /// The body of a request for the async plane is coming in.
    case collecting
    /// Somebody else (the async plane, a password check) has the word; nothing is read.
    case waiting
    /// A proxied call is under way in this slot of the worker's exchanges.
    case exchanging(exchange: Int)
    /// The last answer is out; what still comes is read and dropped until the caller closes.
    case lingering
}
