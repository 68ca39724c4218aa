import Bytes
import Glibc
import Testing

@testable import Reactor

@Suite struct ListenerTests {
    /// A listener on loopback, and the loop that it is registered with.
    private final class Rig {
        var loop: Loop
        let listener: Listener

        init() throws {
            let loop = try Loop(kernel: .linux)
            let listener = try Listener(address: SocketAddress(ipv4: 127, 0, 0, 1, port: 0), backlog: 8, kernel: .linux)
            try listener.register(with: loop, as: Handle(kind: .listener, slot: 1))
            self.loop = loop
            self.listener = listener
        }

        /// A connection's two ends, both blocking no one: the near one dialled, the far one accepted.
        func connection() throws -> (near: Int32, far: Int32, from: SocketAddress) {
            let near: Int32
            switch listener.address.dial(kernel: .linux) {
            case .connected(let descriptor): near = descriptor.release()
            case .underWay(let descriptor): near = descriptor.release()
            case .failed(let error): throw error
            }
            let events = loop.wait(milliseconds: 2_000)
            #expect(events == 1)
            switch listener.accept() {
            case .connection(let descriptor, let from): return (near, descriptor.release(), from)
            case .failed(let error): throw error
            case .none: throw SystemError(number: EAGAIN)
            case .again: throw SystemError(number: EINTR)
            }
        }
    }

    private static func stream(_ number: Int32) -> Stream {
        Stream(Descriptor(adopting: number, kernel: .linux), isConnected: true, unsentKind: .plain)
    }

    @Test func portZeroBecomesARealOne() throws {
        let rig = try Rig()
        #expect(rig.listener.address.port > 0)
        #expect(rig.listener.address.host == "127.0.0.1")
    }

    @Test func nobodyThereIsNoFailure() throws {
        let rig = try Rig()
        let isNone: Bool
        switch rig.listener.accept() {
        case .none: isNone = true
        case .connection: isNone = false
        case .again: isNone = false
        case .failed: isNone = false
        }
        #expect(isNone)
    }

    @Test func aCallerIsAcceptedWithItsAddress() throws {
        let rig = try Rig()
        let (near, far, from) = try rig.connection()
        defer { close(near); close(far) }
        #expect(from.host == "127.0.0.1" && from.port > 0 && from.port != rig.listener.address.port)
        #expect(fcntl(far, F_GETFL) & O_NONBLOCK != 0)
        #expect(fcntl(far, F_GETFD) & FD_CLOEXEC != 0)
    }

    @Test func severalListenersShareAnAddress() throws {
        let rig = try Rig()
        let second = try Listener(address: rig.listener.address, backlog: 8, kernel: .linux)
        #expect(second.address == rig.listener.address)
    }

    @Test func anAddressThatIsNotOursIsRefused() throws {
        let address = SocketAddress(ipv4: 192, 0, 2, 1, port: 0)
        #expect(throws: SystemError(number: EADDRNOTAVAIL)) {
            _ = try Listener(address: address, backlog: 8, kernel: .linux).address
        }
    }

    @Test func aResetIsSeenAsOne() throws {
        let rig = try Rig()
        let (near, far, _) = try rig.connection()
        var peer = Self.stream(far)
        do {
            var stream = Self.stream(near)
            stream.resetOnClose()
        }
        var buffer = ByteBuffer()
        let read = peer.receive(into: &buffer, upTo: 10)
        #expect(read == .failed(SystemError(number: ECONNRESET)))
    }

    @Test func closingEndsTheConnectionInOrder() throws {
        let rig = try Rig()
        let (near, far, _) = try rig.connection()
        var peer = Self.stream(far)
        do {
            var stream = Self.stream(near)
            var bytes = ByteBuffer()
            bytes.append("last words")
            let write = stream.send(bytes)
            #expect(write == .sent)
        }
        var buffer = ByteBuffer()
        let first = peer.receive(into: &buffer, upTo: 10)
        let second = peer.receive(into: &buffer, upTo: 10)
        #expect(first == .bytes(10) && second == .ended)
    }

    @Test func aRefusedDialSaysSo() throws {
        let rig = try Rig()
        let closed = SocketAddress(ipv4: 127, 0, 0, 2, port: rig.listener.address.port)
        var error: SystemError?
        switch closed.dial(kernel: .linux) {
        case .failed(let told): error = told
        case .connected: error = nil
        case .underWay(let descriptor):
            var stream = Stream(descriptor, isConnected: false, unsentKind: .plain)
            try stream.register(with: rig.loop, as: Handle(kind: .source, slot: 0))
            let events = rig.loop.wait(milliseconds: 2_000)
            #expect(events == 1)
            stream.note(rig.loop.event(0).readiness)
            let hungUp = stream.hungUp
            #expect(hungUp)
            error = stream.connectError()
        }
        #expect(error?.isRefused == true)
    }
}
