/// How far the end of a connection has come; in this order.
enum LingerPhase: Sendable {
    /// The last answer is not all with the kernel yet.
    case flushing
    /// It is; what TLS says at its end is not.
    case parting
    /// All of it is; the write side is shut down.
    case draining
}
