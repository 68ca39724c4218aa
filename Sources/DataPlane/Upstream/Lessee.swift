/// What a leased connection works for, by its slot.
public enum Lessee: Sendable, Equatable {
    /// A proxied call, whose bytes go on to its caller as they come.
    case exchange(Int)
    /// A call of a task, which is given the answer whole.
    case call(Int)
}
