import Glibc

/// A listening socket on 127.0.0.1 and a port of the kernel's choice.
public final class TCPListener: Sendable {
    public let port: UInt16
    private let descriptor: Watched<CInt>

    public convenience init() throws {
        try self.init(port: 0)
    }

    /// Its queue takes one connection more than `backlog` says.
    convenience init(backlog: CInt) throws {
        try self.init(port: 0, backlog: backlog)
    }

    private init(port wanted: UInt16, backlog: CInt = 1024) throws {
        let made = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw TestSupportError.system(call: "socket", code: errno) }
        descriptor = Watched(made)
        var address = TCPSocket.loopback(wanted)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutableBytes(of: &address) { raw -> CInt in
            let generic = raw.assumingMemoryBound(to: sockaddr.self).baseAddress
            guard bind(made, generic, length) == 0, listen(made, backlog) == 0 else { return -1 }
            return getsockname(made, generic, &length)
        }
        port = UInt16(bigEndian: address.sin_port)
        guard code == 0 else { throw TestSupportError.system(call: "listen", code: errno) }
    }

    deinit { close() }

    /// The next connection; nil once the listener was shut down.
    public func accept() -> TCPSocket? {
        while true {
            let listening = descriptor.change { $0 }
            let made = Glibc.accept(listening, nil, nil)
            if made >= 0 { return TCPSocket(adopting: made) }
            guard errno == EINTR || errno == ECONNABORTED else { return nil }
        }
    }

    /// Wakes the thread in `accept`; connections are refused from now on.
    public func shutdown() {
        descriptor.change { _ = Glibc.shutdown($0, CInt(SHUT_RDWR)) }
    }

    public func close() {
        descriptor.change {
            if $0 >= 0 { Glibc.close($0) }
            $0 = -1
        }
    }

    /// A port that refuses connections right now, of those that the kernel gives to nobody who asks for port 0. For programs
    /// that cannot say which port they were given, too: start them again with another one when somebody was faster.
    public static func freePort() throws -> UInt16 {
        for _ in 0..<1000 {
            guard let listener = try? TCPListener(port: .random(in: 10240..<32768)) else { continue }
            listener.close()
            return listener.port
        }
        throw TestSupportError.unexpected("no port under 32768 is free")
    }
}
