internal import Reactor

/// What to do next about a dial.
enum DialStep: Sendable, Equatable {
    /// Begin a connection to this address; `began` or `failed` tells the machine what came of it.
    case dial(SocketAddress)
    /// Nothing until this moment, unless a connection that was begun comes to an end before.
    case wait(until: UInt64)
    case failed(UpstreamError)
}
