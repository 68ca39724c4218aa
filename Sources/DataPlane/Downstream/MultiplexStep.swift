/// What the socket below requests of HTTP/2 came to.
public enum MultiplexStep: Sendable, Equatable {
    case nothing
    /// There is more to read than this turn's share.
    case more
    /// Nothing more will be said on either side: the socket is in its last state.
    case linger
    case close
}
