/// Where the bytes of one write went.
public enum StreamWrite: Sendable, Equatable {
    /// The kernel has all of them.
    case sent
    /// The rest is kept here; nothing more should be produced until `flush` says `sent`.
    case waiting
    case failed(SystemError)
}
