import Bytes
import Crypto
import Glibc
import Reactor
import TestSupport
import Testing

@testable import Transport

/// A server's stream over loopback; the other side is OpenSSL's own client, or a plain socket.
@Suite final class TransportStreamTests {
    private var loop: Loop
    private let listener: Listener
    private let context: TLSServerContext

    init() throws {
        loop = try Loop(kernel: .linux)
        listener = try Listener(address: SocketAddress(ipv4: 127, 0, 0, 1, port: 0), backlog: 1, kernel: .linux)
        let authority = try TLSAuthority()
        context = try TLSServerContext(
            certificate: SecretBytes(copying: Array(try authority.text("server.pem").utf8).span),
            key: SecretBytes(copying: Array(try authority.text("server.key").utf8).span), offersHTTP2: true)
    }

    private func accept() throws -> TransportStream {
        let accepted = listener.accept()
        guard case .connection(let descriptor, _) = consume accepted else {
            throw TestSupportError.unexpected("nobody connected")
        }
        let stream = TransportStream(Stream(descriptor, isConnected: true, unsentKind: .plain))
        try stream.register(with: loop, as: Handle(kind: .caller, slot: 0))
        return stream
    }

    /// One wait for the kernel.
    private func turn(_ stream: inout TransportStream) {
        for index in 0..<loop.wait(milliseconds: 10_000) { stream.note(loop.event(index).1) }
    }

    private func shake(_ stream: inout TransportStream) -> TLSHandshake {
        stream.begin(TLSSession(context))
        while true {
            turn(&stream)
            let step = stream.stepHandshake()
            if step != .needsBytes { return step }
        }
    }

    private func read(_ stream: inout TransportStream, _ count: Int) -> (StreamRead, [UInt8]) {
        var buffer = ByteBuffer()
        while true {
            let step = stream.receive(into: &buffer, upTo: 1 << 20)
            if case .bytes = step, buffer.count < count { continue }
            if step != .wouldBlock { return (step, buffer.span.copy()) }
            turn(&stream)
        }
    }

    @Test("what goes through TLS comes out as it went in, and an announced end is an end", arguments: [true, false])
    func bytesAreTheSameEitherWay(_ isGoodbyeSaid: Bool) throws {
        let socket = try TCPSocket(connectingTo: listener.address.port)
        let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
        let heard = Watched([UInt8]?.none)
        Parallel.start {
            guard let client = try? TLSClient(over: socket), (try? client.handshake()) != nil else { return }
            try? client.send(body)
            var all: [UInt8] = []
            while all.count < body.count + 2, case .bytes(let more)? = try? client.receive() { all += more }
            if isGoodbyeSaid { try? client.close() }
            socket.shutdown()
            heard.change { $0 = all }
        }
        var stream = try accept()
        let handshake = shake(&stream)
        #expect(handshake == .done)
        let (_, received) = read(&stream, body.count)
        #expect(received == body)
        var head = ByteBuffer()
        var rest = ByteBuffer()
        head.append("<")
        rest.append(received)
        var write = stream.send(head, rest, 0..<rest.count, suffix: ">")
        while write == .waiting {
            turn(&stream)
            write = stream.flush()
        }
        #expect(write == .sent)
        #expect(try heard.wait(for: "the client") { $0 != nil } == [0x3C] + body + [0x3E])
        let (end, nothing) = read(&stream, 1)
        #expect(nothing.isEmpty)
        #expect(end == (isGoodbyeSaid ? .ended : .failed(.protocolBroken)))
    }

    @Test("A-168: a peer that only draws new keys is broken off")
    func silentBytesAreBounded() throws {
        let socket = try TCPSocket(connectingTo: listener.address.port)
        Parallel.start {
            guard let client = try? TLSClient(over: socket), (try? client.handshake()) != nil else { return }
            while (try? client.updateKeys()) != nil {}
        }
        var stream = try accept()
        let handshake = shake(&stream)
        #expect(handshake == .done)
        let (end, nothing) = read(&stream, 1)
        let failure = stream.tlsFailure
        #expect(end == .failed(.protocolBroken) && nothing.isEmpty && failure == .broken)
        socket.shutdown()
    }

    @Test func withoutTLSTheBytesAreTheSocketsOwn() throws {
        let socket = try TCPSocket(connectingTo: listener.address.port)
        var stream = try accept()
        var bytes = ByteBuffer()
        bytes.append("plain")
        let write = stream.send(bytes)
        #expect(write == .sent)
        #expect(try socket.receive() == .bytes(Array("plain".utf8)))
        let (isTLS, spoken) = (stream.isTLS, stream.agreedProtocol)
        #expect(!isTLS && spoken == nil)
    }
}
