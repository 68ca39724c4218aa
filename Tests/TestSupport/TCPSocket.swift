import Glibc

/// A connected TCP socket that blocks up to a deadline. One thread reads and closes it; `shutdown` may come from any.
public final class TCPSocket: Sendable {
    public enum Received: Sendable, Equatable {
        case bytes([UInt8])
        case end
        case reset
    }

    /// -1 once closed.
    private let descriptor: Watched<CInt>

    init(adopting descriptor: CInt) {
        self.descriptor = Watched(descriptor)
    }

    public init(connectingTo port: UInt16) throws {
        let made = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw TestSupportError.system(call: "socket", code: errno) }
        var address = Self.loopback(port)
        let code = withUnsafeBytes(of: &address) { raw in
            Glibc.connect(made, raw.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(raw.count))
        }
        guard code == 0 else {
            let code = errno
            Glibc.close(made)
            throw TestSupportError.system(call: "connect to port \(port)", code: code)
        }
        descriptor = Watched(made)
        var on: CInt = 1
        setsockopt(made, CInt(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
    }

    deinit { close() }

    /// Sends everything, or throws: `.system` when the peer is gone, `.deadline` when it stopped reading.
    public func send(_ bytes: [UInt8], by deadline: Deadline = .generous) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(raw, $0.baseAddress, $0.count, Self.sendFlags)
            }
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN {
                try wait(for: POLLOUT, by: deadline, what: "the peer to read")
            } else if errno != EINTR {
                throw TestSupportError.system(call: "send", code: errno)
            }
        }
    }

    /// The next bytes, up to `limit`, or how the stream ended.
    public func receive(upTo limit: Int = 1 << 16, by deadline: Deadline = .generous) throws -> Received {
        while true {
            try wait(for: POLLIN, by: deadline, what: "bytes from the peer")
            var buffer = [UInt8](repeating: 0, count: limit)
            let count = recv(raw, &buffer, limit, Self.receiveFlags)
            if count > 0 { return .bytes(Array(buffer[..<count])) }
            if count == 0 { return .end }
            if errno == ECONNRESET || errno == EPIPE { return .reset }
            guard errno == EAGAIN || errno == EINTR else { throw TestSupportError.system(call: "recv", code: errno) }
        }
    }

    /// Ends both directions; a thread that waits in `receive` wakes up.
    public func shutdown() {
        descriptor.change { _ = Glibc.shutdown($0, CInt(SHUT_RDWR)) }
    }

    /// Ends the sending direction only.
    public func shutdownSending() {
        descriptor.change { _ = Glibc.shutdown($0, CInt(SHUT_WR)) }
    }

    public func close() {
        descriptor.change {
            if $0 >= 0 { Glibc.close($0) }
            $0 = -1
        }
    }

    /// Closes so that the peer gets a RST instead of a FIN.
    public func reset() {
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        descriptor.change {
            _ = setsockopt($0, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        }
        close()
    }

    private static let receiveFlags = CInt(MSG_DONTWAIT)
    private static let sendFlags = CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT)

    private var raw: CInt { descriptor.change { $0 } }

    private func wait(for events: Int32, by deadline: Deadline, what: String) throws {
        var entry = pollfd(fd: raw, events: Int16(events), revents: 0)
        while true {
            let count = poll(&entry, 1, deadline.remainingMilliseconds)
            if count > 0 { return }
            if count == 0 { throw TestSupportError.deadline(waitingFor: what) }
            guard errno == EINTR else { throw TestSupportError.system(call: "poll", code: errno) }
        }
    }

    static func loopback(_ port: UInt16) -> sockaddr_in {
        sockaddr_in(
            sin_family: sa_family_t(AF_INET), sin_port: port.bigEndian,
            sin_addr: in_addr(s_addr: UInt32(0x7F00_0001).bigEndian), sin_zero: (0, 0, 0, 0, 0, 0, 0, 0))
    }
}
