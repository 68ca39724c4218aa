/// How far the end of a connection has come.
enum LingerPhase: Sendable {
    /// The last answer is not all with the kernel yet.
    case flushing
    /// It is; the write side is shut down.
    case draining
}
