/// What to do for a call that wants a connection.
public enum PoolStep: Sendable, Equatable {
    /// Take this idle one.
    case reuse(slot: Int)
    case dial
    /// The origin has as many as it may.
    case refuse
}
