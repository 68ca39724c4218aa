import Bytes
import Glibc
import HTTP
import Reactor
import TestSupport
import Testing

@testable import Downstream

/// When a caller is late, on a clock that the test moves.
@Suite struct DownstreamDeadlineTests {
    private let configuration = DownstreamConfiguration()

    /// One caller over loopback; `body` gets the worker's side of it and the caller's socket.
    private func withCaller(
        _ body: (inout Downstream, _ slot: Int, inout Deadlines, _ caller: Int32) throws -> Void
    ) throws {
        var downstream = Downstream(configuration: configuration, balance: CallerBalance()) { _, _ in }
        var deadlines = Deadlines()
        let loop = try Loop(kernel: .linux)
        let listener = try Listener(
            address: SocketAddress(ipv4: 127, 0, 0, 1, port: 0), backlog: 1, kernel: .linux)
        let caller = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(caller) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = listener.address.port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(caller, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0)
        let step = downstream.accept(from: listener, now: 0, loop: loop, deadlines: &deadlines)
        try #require(step == .done && downstream.callers.count == 1)
        try body(&downstream, downstream.callers.occupied()[0], &deadlines, caller)
    }

    @Test("the clock of a head runs from its first byte, also when that came behind the last request")
    func aHeadThatCameEarlyHasItsTime() throws {
        try withCaller { downstream, slot, deadlines, _ in
            downstream.setDeadline(slot, at: 120_000, deadlines: &deadlines)
            downstream.callers[slot].input.append("GET / HT")
            var read = ByteBuffer()
            var head = RequestHead()
            for now: UInt64 in [1_000, 2_000] {
                let step = downstream.readHead(
                    slot, into: &read, head: &head, readBytesMax: 1_000, now: now, deadlines: &deadlines)
                #expect(step == .nothing)
                #expect(downstream.callers[slot].deadline == 1_000 + configuration.headTimeoutMilliseconds)
            }
        }
    }

    @Test("what is over of HTTP/2 leaves no deadline behind, and what is not has its time", arguments: [5, 4])
    func requestsOfHTTP2LeaveNoDeadlines(_ flags: UInt8) throws {
        let isOver = flags == 5
        try withCaller { downstream, slot, deadlines, caller in
            func say(_ bytes: [UInt8]) throws {
                try #require(send(caller, bytes, bytes.count, 0) == bytes.count)
                downstream.callers[slot].stream.note(.readable)
            }
            var read = ByteBuffer()
            var head = RequestHead()
            downstream.beginHTTP2(slot, now: 0, deadlines: &deadlines)
            try say(HTTP2Client.preface + HTTP2Client.Frame(HTTP2Client.settings).bytes)
            _ = downstream.multiplex(slot, read: &read, readBytesMax: 10_000, now: 0, deadlines: &deadlines)
            let before = deadlines.count
            for stream: UInt32 in [1, 3, 5] {
                let block = HTTP2Client.request("GET", "/api/x")
                try say(HTTP2Client.Frame(HTTP2Client.headers, flags: flags, stream: stream, block).bytes)
                _ = downstream.multiplex(slot, read: &read, readBytesMax: 10_000, now: 1, deadlines: &deadlines)
                var woken: [Handle] = []
                downstream.takeWoken(into: &woken)
                let own = try #require(woken.first).slot
                let found = downstream.readHead(
                    own, into: &read, head: &head, readBytesMax: 10_000, now: 1, deadlines: &deadlines)
                guard case .request = found else {
                    Issue.record("\(found)")
                    return
                }
                downstream.callers[own].keepAlive = false
                let sent = downstream.callers[own].stream.send(
                    Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8).span)
                #expect(sent == .sent)
                #expect(downstream.finishRequest(own, now: 1, deadlines: &deadlines) == .linger)
                #expect((deadlines.count == before) == isOver)
                guard isOver else { break }
                #expect(
                    downstream.linger(own, read: &read, readBytesMax: 10_000, now: 1, deadlines: &deadlines))
                downstream.close(own)
            }
            #expect((deadlines.count == before) == isOver)
            downstream.close(slot)
        }
    }

    @Test("A-146: a body that drips for the control plane has its time, and no more")
    func aBodyThatDripsHasItsTime() throws {
        try withCaller { downstream, slot, deadlines, caller in
            func say(_ text: String) throws {
                try #require(send(caller, text, text.utf8.count, 0) == text.utf8.count)
                downstream.callers[slot].stream.note(.readable)
            }
            var read = ByteBuffer()
            var head = RequestHead()
            try say("POST /api/x HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n")
            let found = downstream.readHead(
                slot, into: &read, head: &head, readBytesMax: 1_000, now: 1_000, deadlines: &deadlines)
            guard case .request(let headBytes) = found else {
                Issue.record("\(found)")
                return
            }
            let begun = downstream.collect(
                slot, head: head, headBytes: headBytes, requestID: "1", from: &read, readBytesMax: 1_000, now: 1_000,
                deadlines: &deadlines)
            #expect(begun == .nothing)
            let end = 1_000 + configuration.bodyTimeoutMilliseconds
            for now: UInt64 in [1_001, 50_000, 100_000] {
                try say("x")
                let step = downstream.collectMore(
                    slot, read: &read, readBytesMax: 1_000, now: now, deadlines: &deadlines)
                #expect(step == .nothing)
                #expect(downstream.callers[slot].deadline == min(now + configuration.stallTimeoutMilliseconds, end))
            }
            #expect(downstream.callers[slot].deadline == end)
        }
    }

    @Test("a last answer that is taken slowly is not cut off while it moves")
    func aSlowLastAnswerHasTimeWhileItMoves() throws {
        try withCaller { downstream, slot, deadlines, caller in
            let answer = [UInt8](repeating: 0x78, count: 32 << 20)
            #expect(downstream.callers[slot].stream.send(answer.span) == .waiting)
            downstream.setState(slot, .lingering)
            downstream.setDeadline(slot, at: 90_000, deadlines: &deadlines)
            var read = ByteBuffer()
            func linger(_ now: UInt64) -> Bool {
                downstream.linger(slot, read: &read, readBytesMax: 1_000, now: now, deadlines: &deadlines)
            }
            let before = downstream.callers[slot].stream.unsentBytes
            #expect(!linger(50_000))
            #expect(downstream.callers[slot].deadline == 90_000)
            var room = [UInt8](repeating: 0, count: 1 << 20)
            while downstream.callers[slot].stream.unsentBytes == before {
                try #require(recv(caller, &room, room.count, 0) > 0)
                downstream.callers[slot].stream.note(.writable)
                #expect(!linger(60_000))
            }
            #expect(downstream.callers[slot].deadline == 60_000 + configuration.stallTimeoutMilliseconds)
        }
    }

    @Test("a caller that goes on sending behind its last answer is given time anew, and not for ever")
    func aCallerThatSendsOnIsWaitedFor() throws {
        try withCaller { downstream, slot, deadlines, caller in
            downstream.setState(slot, .lingering)
            var read = ByteBuffer()
            func linger(_ now: UInt64) -> Bool {
                downstream.linger(slot, read: &read, readBytesMax: 1_000, now: now, deadlines: &deadlines)
            }
            #expect(!linger(1_000))
            #expect(downstream.callers[slot].deadline == 1_000 + configuration.partingMilliseconds)
            for (now, deadline): (UInt64, UInt64) in [(4_000, 9_000), (29_000, 31_000)] {
                try #require(send(caller, "GET", 3, 0) == 3)
                downstream.callers[slot].stream.note(.readable)
                #expect(!linger(now))
                #expect(downstream.callers[slot].deadline == deadline)
            }
        }
    }

    @Test("a drain waits two seconds for whoever lingers already, however much it sends")
    func aDrainHurriesWhoLingers() throws {
        try withCaller { downstream, slot, deadlines, caller in
            downstream.setState(slot, .lingering)
            var read = ByteBuffer()
            func linger(_ now: UInt64) -> Bool {
                downstream.linger(slot, read: &read, readBytesMax: 1_000, now: now, deadlines: &deadlines)
            }
            #expect(!linger(1_000))
            _ = downstream.drain(now: 2_000, deadlines: &deadlines)
            let end = 2_000 + configuration.lingerMilliseconds
            #expect(downstream.callers[slot].deadline == end)
            try #require(send(caller, "GET", 3, 0) == 3)
            downstream.callers[slot].stream.note(.readable)
            #expect(!linger(3_000))
            #expect(downstream.callers[slot].deadline == end)
        }
    }
}
