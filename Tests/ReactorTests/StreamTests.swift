import Bytes
import Glibc
import Testing

@testable import Reactor

@Suite struct StreamTests {
    /// A connected pair: a stream under test, and the other end as a plain descriptor.
    private final class Pair {
        var loop: Loop
        var stream: Stream
        private(set) var peer: Int32
        let handle = Handle(kind: .caller, slot: 3, generation: 9)

        init(sendBufferBytes: Int32? = nil) throws {
            var ends: [Int32] = [-1, -1]
            guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
                throw SystemError(number: errno)
            }
            _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
            if var bytes = sendBufferBytes {
                setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
            }
            let loop = try Loop(kernel: .linux)
            let stream = Stream(Descriptor(adopting: ends[0], kernel: .linux), isConnected: true, unsentKind: .plain)
            try stream.register(with: loop, as: handle)
            self.loop = loop
            self.stream = stream
            peer = ends[1]
        }

        deinit { endPeer() }

        var unsentBytes: Int { stream.unsentBytes }
        var canRead: Bool { stream.canRead }
        var canWrite: Bool { stream.canWrite }
        var peerEnded: Bool { stream.peerEnded }

        func endPeer() {
            if peer >= 0 { close(peer) }
            peer = -1
        }

        /// Waits for one report and lets the stream note it.
        func turn() -> Readiness {
            guard loop.wait(milliseconds: 2_000) == 1 else { return [] }
            let (handle, readiness) = loop.event(0)
            #expect(handle == self.handle)
            stream.note(readiness)
            return readiness
        }

        func peerSends(_ text: String) { _ = send(peer, text, text.utf8.count, Int32(MSG_NOSIGNAL)) }

        /// What the peer can read at once.
        func peerReads(upTo maximum: Int = 1 << 20) -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: maximum)
            let count = recv(peer, &bytes, maximum, Int32(MSG_DONTWAIT))
            return Array(bytes.prefix(max(count, 0)))
        }

        func sends(_ bytes: [UInt8]) -> StreamWrite {
            var buffer = ByteBuffer()
            buffer.append(bytes)
            return stream.send(buffer)
        }

        func reads(upTo maximum: Int = 100) -> (StreamRead, [UInt8]) {
            var buffer = ByteBuffer()
            let read = stream.receive(into: &buffer, upTo: maximum)
            return (read, buffer.span.copy())
        }
    }

    @Test func shortWritesAreKeptAndFlushedInOrder() throws {
        let pair = try Pair(sendBufferBytes: 4_608)
        let sent = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        #expect(pair.sends(Array(sent[..<150_000])) == .waiting)
        #expect(pair.unsentBytes > 0 && !pair.canWrite)
        #expect(pair.sends(Array(sent[150_000..<150_001])) == .waiting)
        var received: [UInt8] = []
        var write = StreamWrite.waiting
        while write == .waiting {
            received += pair.peerReads()
            _ = pair.turn()
            write = pair.stream.flush()
            if received.count > 60_000, received.count < 90_000 { _ = pair.sends([]) }
        }
        #expect(write == .sent)
        #expect(pair.unsentBytes == 0)
        received += pair.peerReads()
        #expect(received == Array(sent[..<150_001]))
        #expect(pair.sends([1]) == .sent)
    }

    @Test func whatIsSentBehindKeptBytesStaysBehind() throws {
        let pair = try Pair(sendBufferBytes: 4_608)
        var sent: [UInt8] = []
        for round in 0..<60 {
            let piece = [UInt8](repeating: UInt8(round), count: 1_000)
            sent += piece
            #expect(pair.sends(piece) != .failed(SystemError(number: EPIPE)))
        }
        var received = pair.peerReads()
        while received.count < sent.count {
            _ = pair.turn()
            if pair.stream.flush() == .waiting, received.count < 20_000 {
                let piece = [UInt8](repeating: 99, count: 500)
                sent += piece
                #expect(pair.sends(piece) == .waiting)
            }
            received += pair.peerReads()
        }
        #expect(received == sent)
    }

    @Test func piecesLeaveTogetherAndInOrder() throws {
        let pair = try Pair()
        var head = ByteBuffer()
        var body = ByteBuffer()
        head.append("head ")
        body.append("xxbodyxx")
        let write = pair.stream.send(head, body, 2..<6, suffix: "\r\n")
        #expect(write == .sent)
        let received = pair.peerReads()
        #expect(String(decoding: received, as: UTF8.self) == "head body\r\n")
    }

    @Test func aShortWriteMayEndInAnyPiece() throws {
        for extra in [0, 1, 500, 5_000] {
            let pair = try Pair(sendBufferBytes: 4_608)
            var head = ByteBuffer()
            var body = ByteBuffer()
            for index in 0..<(3_000 + extra) { head.append(UInt8(truncatingIfNeeded: index)) }
            for index in 0..<20_000 { body.append(UInt8(truncatingIfNeeded: index / 7)) }
            let expected = head.span.copy() + body.span.copy() + Array("tail".utf8)
            var write = pair.stream.send(head, body, 0..<20_000, suffix: "tail")
            var received: [UInt8] = []
            while write == .waiting {
                received += pair.peerReads()
                _ = pair.turn()
                write = pair.stream.flush()
            }
            received += pair.peerReads()
            #expect(received == expected)
        }
    }

    @Test func aDialUnderWayKeepsWhatIsSent() throws {
        var ends: [Int32] = [-1, -1]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { close(ends[1]) }
        var stream = Stream(
            Descriptor(adopting: ends[0], kernel: .linux), isConnected: false, unsentKind: .confidential)
        var bytes = ByteBuffer()
        bytes.append("early")
        let early = stream.send(bytes)
        #expect(early == .waiting)
        stream.note(.writable)
        let late = stream.flush()
        #expect(late == .sent)
        var received = [UInt8](repeating: 0, count: 16)
        let count = recv(ends[1], &received, 16, Int32(MSG_DONTWAIT))
        #expect(String(decoding: received.prefix(max(count, 0)), as: UTF8.self) == "early")
    }

    @Test func flagsHoldUntilACallWouldBlock() throws {
        let pair = try Pair()
        #expect(!pair.canRead)
        pair.peerSends("hello")
        #expect(pair.turn().contains(.readable))
        #expect(pair.canRead)
        let first = pair.reads(upTo: 2)
        #expect(first == (.bytes(2), Array("he".utf8)))
        #expect(pair.canRead)
        let second = pair.reads()
        #expect(second == (.bytes(3), Array("llo".utf8)))
        #expect(!pair.canRead)
        #expect(pair.reads().0 == .wouldBlock)
    }

    @Test func readingAppends() throws {
        let pair = try Pair()
        var buffer = ByteBuffer()
        for word in ["one ", "two"] {
            pair.peerSends(word)
            _ = pair.turn()
            _ = pair.stream.receive(into: &buffer, upTo: 64)
        }
        let text = buffer.span.validatedString()
        #expect(text == "one two")
    }

    @Test func theEndGluedToBytesIsSeenBehindThem() throws {
        let pair = try Pair()
        pair.peerSends("bye")
        pair.endPeer()
        #expect(pair.turn().contains(.peerEnded))
        #expect(pair.peerEnded)
        #expect(pair.reads().0 == .bytes(3))
        #expect(pair.canRead)
        #expect(pair.reads().0 == .ended)
    }

    @Test func aPeerThatIsGoneFailsTheWrite() throws {
        let pair = try Pair()
        pair.endPeer()
        guard case .failed(let error) = pair.sends([1]) else {
            Issue.record("the write did not fail")
            return
        }
        #expect(error.isReset)
    }

    @Test func halfCloseLeavesTheOtherHalfOpen() throws {
        let pair = try Pair()
        pair.stream.shutdownWriting()
        var byte: UInt8 = 0
        #expect(recv(pair.peer, &byte, 1, 0) == 0)
        pair.peerSends("still")
        _ = pair.turn()
        #expect(pair.reads().0 == .bytes(5))
    }
}
