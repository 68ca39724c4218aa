public import Reactor

/// The addresses of a name, in the order to try them; none when it could not be resolved.
public struct NameAnswer: Sendable, Equatable {
    public let handle: Handle
    public let addresses: [SocketAddress]

    public init(handle: Handle, addresses: [SocketAddress]) {
        self.handle = handle
        self.addresses = addresses
    }
}
