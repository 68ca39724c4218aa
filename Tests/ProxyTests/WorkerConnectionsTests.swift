import TestSupport
import Testing

@testable import Proxy

/// Connections on both sides: order, reuse, retries, ends.
@Suite struct WorkerConnectionsTests {
    private static let path = "/api/datasources/proxy/uid/p1"
    private let house: SealedHouse

    init() throws { house = try SealedHouse() }

    private func worker(
        _ upstream: ScriptedUpstream, configuration: WorkerConfiguration = WorkerConfiguration()
    ) throws -> RunningWorker {
        try RunningWorker(house, sources: [try house.source(url: upstream.url)], configuration: configuration)
    }

    @Test("pipelined calls to both planes are answered in order", arguments: [true, false])
    func pipelinedCallsKeepTheirOrder(_ bytewise: Bool) throws {
        let upstream = try ScriptedUpstream { [.send(ScriptedUpstream.answer("source \($0.target)"))] }
        let worker = try worker(upstream)
        let caller = worker.caller()
        var bytes: [UInt8] = []
        var expected: [String] = []
        for index in 0..<12 {
            switch index % 4 {
            case 0:
                bytes += caller.request("GET", "\(Self.path)/\(index)", close: false)
                expected.append("source /\(index)")
            case 1:
                bytes += caller.request("GET", "/api/x\(index)", close: false)
                expected.append("control /api/x\(index) ")
            case 2:
                bytes += caller.request(
                    "POST", "\(Self.path)/\(index)", body: Array("GET / HTTP/1.1\r\n\r\n".utf8), close: false)
                expected.append("source /\(index)")
            default:
                bytes += caller.request("POST", "/api/x\(index)", body: Array("body \(index)".utf8), close: false)
                expected.append("control /api/x\(index) body \(index)")
            }
        }
        let connection = try RawConnection(port: worker.port)
        if bytewise { try connection.sendBytewise(bytes) } else { try connection.send(bytes) }
        for text in expected { #expect(try connection.readAnswer().text == text) }
        #expect(upstream.connectionCount == 1)
        #expect(upstream.requests.map(\.target) == ["/0", "/2", "/4", "/6", "/8", "/10"])
    }

    @Test("A-018: on one connection every request is judged by its own credential")
    func everyRequestIsJudgedAlone() throws {
        let upstream = try ScriptedUpstream { [.send(ScriptedUpstream.answer("source \($0.target)"))] }
        let worker = try worker(upstream)
        let nobody = Caller(port: worker.port, authorization: nil)
        let connection = try RawConnection(port: worker.port)
        var bytes: [UInt8] = []
        for index in 0..<200 {
            bytes += (index % 2 == 0 ? worker.caller() : nobody).request("GET", "\(Self.path)/\(index)", close: false)
        }
        try connection.send(bytes)
        for index in 0..<200 {
            let answer = try connection.readAnswer()
            #expect(index % 2 == 0 ? answer.text == "source /\(index)" : answer.status == 401, "\(index)")
        }
        #expect(upstream.requests.count == 100)
    }

    @Test("a pooled connection that died is replaced for GET, never for POST", arguments: ["x", ""])
    func stalePooledConnections(_ body: String) throws {
        // Each connection answers once and is closed when the second request has come, unanswered.
        let served = Watched(Set<Int>())
        let upstream = try ScriptedUpstream { request in
            let isFirst = served.change { $0.insert(request.connection).inserted }
            return isFirst ? [.send(ScriptedUpstream.answer("fresh"))] : [.close]
        }
        let worker = try worker(upstream)
        let caller = worker.caller()
        #expect(try caller.call("GET", Self.path + "/1").text == "fresh")
        #expect(try caller.call("GET", Self.path + "/2").text == "fresh")
        #expect(upstream.requests.map(\.target) == ["/1", "/2", "/2"])
        let post = try caller.call("POST", Self.path + "/3", body: Array(body.utf8))
        #expect(post.status == 502)
        #expect(try post.json()["phase"]?.string == "first-byte")
        #expect(upstream.requests.map(\.target) == ["/1", "/2", "/2", "/3"])
        #expect(try worker.observed(3).map(\.attempts) == [1, 2, 1])
    }

    @Test("A-166: a call is tried twice at most")
    func retriesAreBounded() throws {
        let count = Watched(0)
        let upstream = try ScriptedUpstream { _ in
            count.change { $0 += 1 }; return count.current == 1 ? [.send(ScriptedUpstream.answer("ok"))] : [.reset]
        }
        let worker = try worker(upstream)
        let caller = worker.caller()
        #expect(try caller.call("GET", Self.path + "/1").status == 200)
        #expect(try caller.call("GET", Self.path + "/2").status == 502)
        #expect(upstream.requests.count == 3)
    }

    @Test("bytes behind an answer end the connection's use")
    func surplusBytesEndReuse() throws {
        let upstream = try ScriptedUpstream { _ in
            [.send(ScriptedUpstream.answer("mine") + Array("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil".utf8))]
        }
        let worker = try worker(upstream)
        let connection = try RawConnection(port: worker.port)
        for _ in 0..<3 {
            try connection.send(worker.caller().request("GET", Self.path + "/x", close: false))
            #expect(try connection.readAnswer().text == "mine")
        }
        #expect(upstream.connectionCount == 3)
    }

    @Test("a caller that leaves cancels the call", arguments: [true, false])
    func leavingCancels(_ byReset: Bool) throws {
        let upstream = try ScriptedUpstream { _ in [.awaitPeer] }
        let worker = try worker(upstream)
        let connection = try RawConnection(port: worker.port)
        try connection.send(worker.caller().request("GET", Self.path + "/x", close: false))
        try upstream.connections.wait(for: "the call") { $0.first?.requests.count == 1 }
        if byReset { connection.socket.reset() } else { connection.socket.close() }
        try upstream.connections.wait(for: "the call to end") { $0.first?.ending != nil }
        #expect(try worker.observed(1).first?.status == 499)
        #expect(try worker.quiet()?.sources == 0)
    }

    private static let cuts = [
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfirst",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\nzz\r\n",
    ]

    @Test("a source that breaks off breaks the caller off", arguments: cuts, ["1.1", "1.0"])
    func cutAnswersAreCut(_ answer: String, _ version: String) throws {
        let seen = Gate()
        let upstream = try ScriptedUpstream { _ in
            [
                .send(Array(answer.utf8.prefix(answer.utf8.count - 4))), .hold(seen),
                .send(Array(answer.utf8.suffix(4))), .close,
            ]
        }
        let worker = try worker(upstream)
        let connection = try RawConnection(port: worker.port)
        try connection.send(
            "GET \(Self.path)/x HTTP/\(version)\r\nHost: h\r\nAuthorization: Bearer \(SealedHouse.admin)\r\n\r\n")
        _ = try connection.readUntil { ByteSearch.bytes($0, contain: Array("\r\n\r\n".utf8)) }
        seen.open()
        #expect(try connection.readAnswer().ending == .aborted)
        #expect(try worker.observed(1).first?.phase == .body)
    }

    @Test("a slow caller bounds what is taken from the source")
    func slowCallersBoundMemory() throws {
        let (total, piece) = (256 << 20, 1 << 20)
        let listener = try TCPListener()
        let sent = Watched(0)
        Parallel.start {
            guard let socket = listener.accept() else { return }
            do {
                guard case .bytes = try socket.receive() else { return }
                try socket.send(Array("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n".utf8))
                let bytes = [UInt8](repeating: 7, count: piece)
                for _ in 0..<total / piece {
                    try socket.send(bytes, by: .after(seconds: 60))
                    sent.change { $0 += piece }
                }
                _ = try socket.receive(by: .after(seconds: 60))
            } catch {}
        }
        let source = try house.source(url: "http://127.0.0.1:\(listener.port)")
        let worker = try RunningWorker(house, sources: [source])
        let connection = try RawConnection(port: worker.port)
        try connection.send(worker.caller().request("GET", Self.path + "/x", close: false))
        let first = try connection.readUntil { ByteSearch.bytes($0, contain: Array("\r\n\r\n".utf8)) }
        // Two sockets' buffers, each up to the kernel's bound, and one read of the worker's: what goes beyond is kept
        // in memory.
        #expect(throws: (any Error).self, "the source is read although nobody takes it") {
            try sent.wait(for: "more than fits into sockets", by: .after(seconds: 2)) { $0 > 96 << 20 }
        }
        var taken = first.count
        while taken < total, case .bytes(let more) = try connection.socket.receive(upTo: 1 << 20) {
            taken += more.count
        }
        #expect(taken >= total, "the rest arrives")
        listener.close()
    }

    @Test("drain lets calls end, takes no new ones, and the worker ends")
    func drainEndsTheWorker() throws {
        let gate = Gate()
        let upstream = try ScriptedUpstream { _ in [.hold(gate), .send(ScriptedUpstream.answer("last"))] }
        let worker = try worker(upstream)
        let idle = try RawConnection(port: worker.port)
        try idle.send(worker.caller().request("GET", "/api/x", close: false))
        _ = try idle.readAnswer()
        let busy = try RawConnection(port: worker.port)
        try busy.send(worker.caller().request("GET", Self.path + "/x", close: false))
        try upstream.connections.wait(for: "the call") { $0.first?.requests.count == 1 }
        worker.drain()
        #expect(try idle.readToEnd().ending == .end)
        #expect(throws: (any Error).self) { try RawConnection(port: worker.port).readAnswer() }
        gate.open()
        let answer = try busy.readAnswer()
        #expect(answer.text == "last" && answer.field("connection") == "close")
        #expect(try busy.readToEnd().ending == .end)
        busy.socket.close()
        try worker.state.wait(for: "the worker to end") { $0.hasEnded }
    }
}
