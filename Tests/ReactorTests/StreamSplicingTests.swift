import Glibc
import Testing

@testable import Reactor

/// From one TCP socket through a pipe to another. What the kernel has not put on the wire yet it says itself (SIOCOUTQNSD).
@Suite struct StreamSplicingTests {
    private static let notSent: UInt = 0x894B

    /// A connected pair over loopback, the near end without delays as the engine's are.
    private static func pair() throws -> (near: Int32, far: Int32) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let near = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let isConnected = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &length) == 0
                    && connect(near, $0, length) == 0
            }
        }
        try #require(isConnected)
        var isOn: Int32 = 1
        setsockopt(near, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(near, F_SETFL, O_NONBLOCK)
        return (near, accept(listener, nil, nil))
    }

    private static func stream(_ descriptor: Int32) -> Stream {
        var stream = Stream(Descriptor(adopting: descriptor, kernel: .linux), isConnected: true, unsentKind: .plain)
        stream.note([.readable, .writable])
        return stream
    }

    @Test(
        "what may have more behind it is held back only where the pipe was filled",
        arguments: [(1_000, 65_536, 0), (1_000, 1_000, 1)])
    func aPausingSourceHoldsNothingBack(_ sent: Int, _ wanted: Int, _ held: Int) throws {
        let (source, caller) = (try Self.pair(), try Self.pair())
        defer {
            close(source.far)
            close(caller.far)
        }
        let bytes = [UInt8](repeating: 7, count: sent)
        try #require(send(source.far, bytes, sent, 0) == sent)
        var from = Self.stream(source.near)
        var to = Self.stream(caller.near)
        var pipe = try Pipe(bytes: 1 << 20, kernel: .linux)
        var room: UInt8 = 0
        // All of it is here before it is spliced.
        while recv(source.near, &room, 1, Int32(MSG_PEEK)) != 1 { sched_yield() }
        var arrived: Int32 = 0
        while arrived < sent { _ = ioctl(source.near, UInt(FIONREAD), &arrived) }
        #expect(from.splice(into: &pipe, upTo: wanted) == .bytes(sent))
        #expect(to.splice(from: &pipe, isLast: false) == .sent)
        var waiting: Int32 = 0
        try #require(ioctl(caller.near, Self.notSent, &waiting) == 0)
        #expect((waiting > 0 ? 1 : 0) == held, "\(waiting) bytes")
    }
}
