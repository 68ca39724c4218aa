import Downstream
import TestSupport
import Testing

@testable import Proxy

/// Callers over HTTP/2, as one worker serves them.
@Suite struct WorkerHTTP2Tests {
    typealias Frame = HTTP2Client.Frame

    static let path = "/api/datasources/proxy/uid/p1"
    static let token = ("authorization", "Bearer \(SealedHouse.admin)")
    private let house: SealedHouse
    private let certificate: CallerCertificate
    /// Says what it was asked.
    private let echo: ScriptedUpstream

    init() throws {
        house = try SealedHouse()
        certificate = CallerCertificate(try TLSAuthority().serverContext())
        echo = try ScriptedUpstream { [.send(ScriptedUpstream.answer("\($0.method) \($0.target) \($0.body.count)"))] }
    }

    private func worker(
        _ upstream: ScriptedUpstream? = nil, _ edit: (inout WorkerConfiguration) -> Void = { _ in }
    ) throws -> RunningWorker {
        var configuration = WorkerConfiguration()
        edit(&configuration)
        return try RunningWorker(
            house, sources: [try house.source(url: (upstream ?? echo).url)], configuration: configuration,
            certificate: certificate)
    }

    // MARK: Calls

    @Test("many requests at once are each answered on their own stream, by both planes")
    func requestsAreAnsweredOnTheirStreams() throws {
        let worker = try worker()
        let client = try HTTP2Client(port: worker.port)
        let streams = stride(from: UInt32(1), to: 121, by: 2)
        for stream in streams {
            let path = stream % 4 == 1 ? "\(Self.path)/\(stream)" : "/api/x\(stream)"
            // By length to the source, in chunks to the control plane.
            let fields = stream % 4 == 1 ? [Self.token, ("content-length", "\(stream)")] : []
            try client.ask("POST", path, stream: stream, fields: fields, ends: false)
            try client.sendBody([UInt8](repeating: 0x62, count: Int(stream)), stream: stream)
        }
        for stream in streams {
            let answer = try client.answer(on: stream)
            let body = String(repeating: "b", count: Int(stream))
            #expect(answer.status == 200 && answer.isWhole)
            #expect(answer.text == (stream % 4 == 1 ? "POST /\(stream) \(stream)" : "control /api/x\(stream) \(body)"))
        }
        #expect(echo.requests.count == 30 && echo.requests.allSatisfy { $0.field("connection") == nil })
        let census = try worker.state.wait(for: "the lanes to end") { $0.census?.callers == 1 }.census
        #expect(census?.exchanges == 0)
    }

    @Test func answersSayNothingOfAConnection() throws {
        let upstream = try ScriptedUpstream { _ in
            [
                .send(
                    ScriptedUpstream.answer(
                        "x", fields: "Keep-Alive: timeout=5\r\nX-Own: Yes\r\nConnection: X-Hop\r\nX-Hop: 1\r\n"))
            ]
        }
        let worker = try worker(upstream)
        let client = try HTTP2Client(port: worker.port)
        try client.ask("GET", Self.path, stream: 1, fields: [Self.token])
        try client.ask("GET", "/api/x", stream: 3)
        for stream: UInt32 in [1, 3] {
            let names = try client.answer(on: stream).fields.map(\.name)
            #expect(names.first == ":status" && names.allSatisfy { $0 == $0.lowercased() })
            #expect(Set(names).isDisjoint(with: ["connection", "keep-alive", "transfer-encoding", "x-hop", "upgrade"]))
        }
        #expect(try client.answer(on: 1).field("x-own") == "Yes")
    }

    @Test func headsAloneAndInterimAnswersAreWhole() throws {
        let upstream = try ScriptedUpstream { request in
            switch request.target {
            case "/none": [.send(Array("HTTP/1.1 204 No Content\r\n\r\n".utf8))]
            case "/same": [.send(Array("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n".utf8))]
            default: [.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n".utf8))]
            }
        }
        let worker = try worker(upstream)
        let client = try HTTP2Client(port: worker.port)
        try client.ask("GET", Self.path + "/none", stream: 1, fields: [Self.token])
        try client.ask("GET", Self.path + "/same", stream: 3, fields: [Self.token])
        try client.ask("HEAD", Self.path + "/head", stream: 5, fields: [Self.token])
        try client.ask("HEAD", "/api/x", stream: 7)
        for (stream, status) in [(UInt32(1), 204), (3, 304), (5, 200), (7, 200)] {
            let answer = try client.answer(on: stream)
            #expect(answer.status == status && answer.isWhole && answer.body.isEmpty)
        }
        #expect(try client.answer(on: 5).field("content-length") == "7")
        let fields = [("expect", "100-continue"), ("content-length", "4")]
        try client.ask("POST", "/api/x", stream: 9, fields: fields, ends: false)
        while client.answers[9]?.interim.isEmpty ?? true { _ = try client.next() }
        try client.sendBody(Array("body".utf8), stream: 9)
        let answer = try client.answer(on: 9)
        #expect(answer.interim == [100] && answer.text == "control /api/x body")
    }

    @Test("long answers pass whole, chunked or by length", arguments: [true, false])
    func longAnswersPassWhole(_ isChunked: Bool) throws {
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
        let head = isChunked ? "Transfer-Encoding: chunked\r\n\r\n2dc6c0\r\n" : "Content-Length: 3000000\r\n\r\n"
        let upstream = try ScriptedUpstream { _ in
            [.send(Array("HTTP/1.1 200 OK\r\n\(head)".utf8) + body + Array((isChunked ? "\r\n0\r\n\r\n" : "").utf8))]
        }
        let worker = try worker(upstream)
        let client = try HTTP2Client(port: worker.port)
        for stream: UInt32 in [1, 3, 5] { try client.ask("GET", Self.path, stream: stream, fields: [Self.token]) }
        for stream: UInt32 in [1, 3, 5] {
            let answer = try client.answer(on: stream)
            #expect(answer.isWhole && answer.body == body)
        }
    }

    @Test("trailers pass both ways, behind bodies with bytes and without", arguments: ["", "body"])
    func trailersPassBothWays(_ body: String) throws {
        let chunk = body.isEmpty ? "" : "4\r\nbody\r\n"
        let upstream = try ScriptedUpstream { _ in
            let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            return [.send(Array("\(head)\(chunk)0\r\nX-Sum: 9\r\nConnection: close\r\nHost: x\r\n\r\n".utf8))]
        }
        let worker = try worker(upstream)
        let client = try HTTP2Client(port: worker.port)
        try client.ask("POST", Self.path, stream: 1, fields: [Self.token, ("te", "trailers")], ends: false)
        if !body.isEmpty { try client.sendBody(Array(body.utf8), stream: 1, ends: false) }
        let trailers = HTTP2Client.block([("x-sum", "8"), ("authorization", "Basic evil")])
        try client.send(Frame(HTTP2Client.headers, flags: 5, stream: 1, trailers))
        let answer = try client.answer(on: 1)
        #expect(answer.text == body && answer.isWhole && answer.reset == nil)
        #expect(answer.trailers.map(\.name) == ["x-sum"] && answer.trailers.map(\.value) == ["9"])
        let request = try #require(upstream.requests.first)
        #expect(String(decoding: request.body, as: UTF8.self) == "\(chunk)0\r\nx-sum: 8\r\n\r\n")
        #expect(request.field("te") == "trailers" && request.field("connection") == "TE")
        // The connection goes on.
        try client.ask("GET", "/api/x", stream: 3)
        #expect(try client.answer(on: 3).status == 200)
    }

    @Test("A-105, A-148: more trailers than are allowed are refused alone")
    func trailersAreBounded() throws {
        let worker = try worker()
        let client = try HTTP2Client(port: worker.port)
        try client.ask("POST", Self.path, stream: 1, fields: [Self.token], ends: false)
        let many = HTTP2Client.block((0..<33).map { ("x-\($0)", "1") })
        try client.send(Frame(HTTP2Client.headers, flags: 5, stream: 1, many))
        #expect(try client.answer(on: 1).reset == 11)
        try client.ask("GET", "/api/x", stream: 3)
        #expect(try client.answer(on: 3).status == 200)
    }

    @Test("A-018: trailers that were refused on one stream reach no other's source")
    func refusedTrailersReachNobody() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("well"))] }
        let worker = try worker(upstream)
        let client = try HTTP2Client(port: worker.port)
        for stream: UInt32 in [1, 3] {
            try client.ask("POST", Self.path, stream: stream, fields: [Self.token], ends: false)
        }
        // Behind a body come trailers with the stream's end, or none (RFC 9113 8.1).
        try client.send(Frame(HTTP2Client.headers, flags: 4, stream: 1, HTTP2Client.block([("x-a", "1")])))
        try client.sendBody(Array("body".utf8), stream: 3, ends: true)
        #expect(try client.answer(on: 3).text == "well")
        #expect(try client.answer(on: 1).reset != nil)
        let bodies = upstream.requests.map { String(decoding: $0.body, as: UTF8.self) }
        #expect(bodies == ["4\r\nbody\r\n0\r\n\r\n"])
    }

    @Test("a long body is taken as fast as the source takes it, and no faster")
    func longRequestsAreStreamed() throws {
        let gate = Gate()
        let upstream = try ScriptedUpstream(
            onAccept: { _ in [.hold(gate)] },
            answer: { [.send(ScriptedUpstream.answer("\($0.body.count)"))] })
        let worker = try worker(upstream)
        let client = try HTTP2Client(port: worker.port)
        // What the server announces binds it once it is acknowledged, as the client does at once.
        while let frame = try client.next(), frame.type != HTTP2Client.settings || frame.flags & 1 != 0 {}
        let fields = [Self.token, ("content-length", "1000000")]
        try client.ask("POST", Self.path, stream: 1, fields: fields, ends: false)
        // The stream's window, and not a byte beyond it: 128 KiB that were announced.
        let window = 128 << 10
        try client.sendBody([UInt8](repeating: 1, count: window), stream: 1, ends: false)
        // Another stream is not kept by it.
        try client.ask("GET", "/api/x", stream: 3)
        #expect(try client.answer(on: 3).status == 200)
        gate.open()
        var sent = window
        while sent < 1_000_000 {
            let room = window + client.openedBytes[1, default: 0] - sent
            let count = min(room, 1_000_000 - sent)
            guard count > 0 else {
                guard try client.next() != nil else { throw TestSupportError.ended(during: "the upload") }
                continue
            }
            try client.sendBody([UInt8](repeating: 2, count: count), stream: 1, ends: sent + count == 1_000_000)
            sent += count
        }
        #expect(try client.answer(on: 1).text == "1000000")
    }

    @Test("a stream that nobody reads keeps its source waiting, and no other stream")
    func aSlowStreamIsAlone() throws {
        let long = try ScriptedUpstream { request in
            request.target == "/long"
                ? [
                    .send(
                        Array("HTTP/1.1 200 OK\r\nContent-Length: 8000000\r\n\r\n".utf8)
                            + [UInt8](repeating: 7, count: 8_000_000))
                ]
                : [.send(ScriptedUpstream.answer("short"))]
        }
        let worker = try worker(long)
        let client = try HTTP2Client(port: worker.port)
        client.opensWindows = false
        // Only the connection's window is opened: the stream's 64 KiB are its own concern.
        try client.send(Frame(HTTP2Client.windowUpdate, HTTP2Client.word(1 << 24)))
        try client.ask("GET", Self.path + "/long", stream: 1, fields: [Self.token])
        while (client.answers[1]?.body.count ?? 0) < 65_535 { _ = try client.next() }
        for stream in stride(from: UInt32(3), to: 43, by: 2) {
            try client.ask("GET", Self.path + "/short", stream: stream, fields: [Self.token])
            #expect(try client.answer(on: stream).text == "short")
        }
        #expect(client.answers[1]?.body.count == 65_535)
        try client.send(Frame(HTTP2Client.windowUpdate, flags: 0, stream: 1, HTTP2Client.word(1 << 24)))
        let answer = try client.answer(on: 1)
        #expect(answer.isWhole && answer.body.count == 8_000_000)
    }

    @Test("a stream whose window stays shut is reset at its time")
    func zeroWindowsAreBounded() throws {
        let upstream = try ScriptedUpstream { _ in
            [
                .send(
                    Array("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".utf8)
                        + [UInt8](repeating: 7, count: 100_000))
            ]
        }
        let worker = try worker(upstream) { $0.downstream.stallTimeoutMilliseconds = 50 }
        let window = [0, 4] + HTTP2Client.word(0)
        let client = try HTTP2Client(
            port: worker.port, hello: HTTP2Client.preface + Frame(HTTP2Client.settings, window).bytes)
        try client.ask("GET", Self.path, stream: 1, fields: [Self.token])
        try client.ask("GET", "/api/x", stream: 3)
        #expect(try client.answer(on: 1).reset != nil)
        #expect(try client.answer(on: 3).reset != nil)
        try worker.state.wait(for: "the lanes to end") { $0.census?.callers == 1 && $0.census?.exchanges == 0 }
    }

    @Test("a stream whose window is used up when its answer ends has its time too, and no longer")
    func theEndBehindAShutWindowIsBounded() throws {
        let gate = Gate()
        let upstream = try ScriptedUpstream { _ in
            [
                .send(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n".utf8)), .hold(gate),
                .send(Array("0\r\n\r\n".utf8)),
            ]
        }
        let worker = try worker(upstream) { $0.downstream.stallTimeoutMilliseconds = 100 }
        let window = [0, 4] + HTTP2Client.word(5)
        let client = try HTTP2Client(
            port: worker.port, hello: HTTP2Client.preface + Frame(HTTP2Client.settings, window).bytes)
        client.opensWindows = false
        try client.ask("GET", Self.path, stream: 1, fields: [Self.token])
        while client.answers[1]?.text != "hello", try client.next() != nil {}
        gate.open()
        #expect(try client.answer(on: 1).reset != nil)
        try worker.state.wait(for: "the lane to end") { $0.census?.callers == 1 && $0.census?.exchanges == 0 }
    }

    @Test func aCutAnswerIsAResetStream() throws {
        let upstream = try ScriptedUpstream { _ in
            [.send(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n".utf8)), .close]
        }
        let worker = try worker(upstream)
        let client = try HTTP2Client(port: worker.port)
        try client.ask("GET", Self.path, stream: 1, fields: [Self.token])
        let answer = try client.answer(on: 1)
        #expect(answer.reset == 2 && !answer.isWhole)
        try client.ask("GET", "/api/x", stream: 3)
        #expect(try client.answer(on: 3).status == 200)
    }

    @Test("a request that is taken back lets go of its source")
    func resetStreamsLetGoOfTheirSources() throws {
        let gate = Gate()
        let upstream = try ScriptedUpstream { _ in [.hold(gate)] }
        let worker = try worker(upstream)
        let client = try HTTP2Client(port: worker.port)
        try client.ask("GET", Self.path, stream: 1, fields: [Self.token])
        try upstream.connections.wait(for: "the request") { $0.first?.requests.count == 1 }
        try client.send(Frame(HTTP2Client.resetStream, flags: 0, stream: 1, HTTP2Client.word(8)))
        let observation = try worker.observed(1)[0]
        #expect(observation.status == 499)
        gate.open()
        try client.ask("GET", "/api/x", stream: 3)
        #expect(try client.answer(on: 3).status == 200)
    }

    @Test("a connection that goes takes all its requests along")
    func aLostConnectionEndsItsRequests() throws {
        let gate = Gate()
        let upstream = try ScriptedUpstream { _ in [.hold(gate)] }
        let worker = try worker(upstream)
        do {
            let client = try HTTP2Client(port: worker.port)
            for stream: UInt32 in [1, 3, 5] { try client.ask("GET", Self.path, stream: stream, fields: [Self.token]) }
            try upstream.connections.wait(for: "the requests") { $0.reduce(0) { $0 + $1.requests.count } == 3 }
        }
        #expect(try worker.observed(3).map(\.status) == [499, 499, 499])
        try worker.quiet()
        gate.open()
    }

    @Test("draining tells the peer, finishes what is under way and ends")
    func drainingFinishesStreams() throws {
        let gate = Gate()
        let upstream = try ScriptedUpstream { _ in [.hold(gate), .send(ScriptedUpstream.answer("late"))] }
        let worker = try worker(upstream)
        let client = try HTTP2Client(port: worker.port)
        try client.ask("GET", Self.path, stream: 1, fields: [Self.token])
        try upstream.connections.wait(for: "the request") { $0.first?.requests.count == 1 }
        worker.drain()
        while client.goneAway == nil { _ = try client.next() }
        #expect(client.goneAway?.code == 0)
        gate.open()
        #expect(try client.answer(on: 1).text == "late")
        #expect(try client.end() == 0)
        try worker.state.wait(for: "the worker's end") { $0.hasEnded }
    }

    @Test(
        "a request that was on its way when the drain began is answered: how far requests are taken is said a round trip later"
    )
    func drainingLosesNoRequestOnItsWay() throws {
        let worker = try worker { $0.downstream.lingerMilliseconds = 3_600_000 }
        let client = try HTTP2Client(port: worker.port)
        client.answersPings = false
        try client.ask("GET", Self.path + "/1", stream: 1, fields: [Self.token])
        #expect(try client.answer(on: 1).text == "GET /1 0")
        worker.drain()
        var ping: Frame?
        while let frame = try client.next() {
            guard frame.type == HTTP2Client.ping else { continue }
            ping = frame
            break
        }
        #expect(client.farewells == [0x7FFF_FFFF])
        try client.ask("GET", Self.path + "/2", stream: 3, fields: [Self.token])
        #expect(try client.answer(on: 3).text == "GET /2 0")
        #expect(client.farewells == [0x7FFF_FFFF])
        try client.send(Frame(HTTP2Client.ping, flags: 1, try #require(ping).payload))
        #expect(try client.end() == 0)
        #expect(client.farewells == [0x7FFF_FFFF, 3])
        client.tls.socket.close()
        try worker.state.wait(for: "the worker's end") { $0.hasEnded }
    }

    @Test("a peer that does not answer is waited for no longer than the linger time")
    func drainingWaitsNotForEver() throws {
        let worker = try worker { $0.downstream.lingerMilliseconds = 1 }
        let client = try HTTP2Client(port: worker.port)
        client.answersPings = false
        try client.ask("GET", Self.path, stream: 1, fields: [Self.token])
        #expect(try client.answer(on: 1).status == 200)
        worker.drain()
        #expect(try client.end() == 0)
        #expect(client.farewells == [0x7FFF_FFFF, 1])
    }

    @Test func callersWithoutALPNGetHTTP1() throws {
        let worker = try worker()
        #expect(try worker.caller().call("GET", Self.path + "/old").text == "GET /old 0")
    }
}
