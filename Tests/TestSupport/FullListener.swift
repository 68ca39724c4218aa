import Glibc

/// A listener on loopback whose queue is full: the kernel answers no further dial, and refuses none.
public final class FullListener: Sendable {
    public let port: UInt16
    private let listener: TCPListener
    private let callers: [CInt]

    public init() throws {
        listener = try TCPListener(backlog: 0)
        port = listener.port
        // The queue takes one more than its backlog says.
        callers = try (0..<2).map { [port] _ in try Self.dial(port) }
    }

    deinit { for caller in callers { close(caller) } }

    /// Begins a dial and leaves it, whether it comes to a connection or not.
    private static func dial(_ port: UInt16) throws -> CInt {
        let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue) | CInt(SOCK_NONBLOCK.rawValue)
        let made = socket(AF_INET, kind, 0)
        guard made >= 0 else { throw TestSupportError.system(call: "socket", code: errno) }
        var address = TCPSocket.loopback(port)
        let code = withUnsafeBytes(of: &address) { raw in
            connect(made, raw.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(raw.count))
        }
        guard code == 0 || errno == EINPROGRESS else {
            throw TestSupportError.system(call: "connect to port \(port)", code: errno)
        }
        return made
    }
}
