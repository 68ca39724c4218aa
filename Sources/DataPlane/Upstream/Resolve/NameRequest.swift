public import Reactor

/// A name to resolve for a source's slot.
public struct NameRequest: Sendable, Equatable {
    public let host: String
    public let port: UInt16
    public let handle: Handle

    public init(host: String, port: UInt16, handle: Handle) {
        self.host = host
        self.port = port
        self.handle = handle
    }
}
