public import Reactor
public import Upstream

/// The way to databases that speak a protocol of their own. Names are resolved and addresses judged as for any other call. Called on a loop.
public protocol DatabaseDoor: Sendable {
    /// An address of `host` that may be dialled, for a library that connects itself.
    func address(of host: String, port: UInt16) async throws(UpstreamError) -> SocketAddress

    /// Connects, sends `opening`, and returns what the server says first: at least `bytesMin` bytes, a few KiB at most.
    func greeting(
        of host: String, port: UInt16, sending opening: [UInt8], bytesMin: Int
    ) async throws(UpstreamError) -> [UInt8]
}
