import TestSupport
import Testing

@testable import Proxy

/// Bodies of every framing, in both directions, through a running worker.
@Suite struct WorkerBodiesTests {
    private let house: SealedHouse

    init() throws { house = try SealedHouse() }

    private func worker(_ upstream: ScriptedUpstream) throws -> RunningWorker {
        try RunningWorker(house, sources: [try house.source(url: upstream.url)])
    }

    private static let path = "/api/datasources/proxy/uid/p1"
    private static let body = String(repeating: "0123456789\r\n", count: 40)

    private static func chunked(_ body: String) -> String {
        let bytes = Array(body.utf8)
        let cut = bytes.count / 3
        return [bytes[..<cut], bytes[cut...]].filter { !$0.isEmpty }
            .map { "\(String($0.count, radix: 16))\r\n\(String(decoding: $0, as: UTF8.self))\r\n" }.joined()
            + "0\r\n\r\n"
    }

    private static let answers: [String: String] = [
        "length": "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)",
        "chunked": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(chunked(body))",
        "close": "HTTP/1.1 200 OK\r\n\r\n\(body)",
        "old": "HTTP/1.0 200 OK\r\n\r\n\(body)",
        "interim":
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)",
        "empty": "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "empty-chunked": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "no-content": "HTTP/1.1 204 No Content\r\n\r\n",
        "unchanged": "HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n",
    ]
    private static let empty: Set = ["empty", "empty-chunked", "no-content", "unchanged"]

    private static func steps(_ name: String, bytewise: Bool) -> [ScriptedUpstream.Step] {
        let bytes = Array((answers[name] ?? "").utf8)
        let ends = name == "close" || name == "old"
        return [bytewise ? .sendBytewise(bytes) : .send(bytes)] + (ends ? [.close] : [])
    }

    @Test(
        "an answer of any framing, whole or split at every byte, arrives whole", arguments: answers.keys.sorted(),
        [true, false])
    func answersArriveWhole(_ name: String, _ bytewise: Bool) throws {
        let upstream = try ScriptedUpstream { _ in Self.steps(name, bytewise: bytewise) }
        let worker = try worker(upstream)
        let caller = try RawConnection(port: worker.port)
        for version in ["1.1", "1.0", "1.1"] {
            let connection = version == "1.0" ? try RawConnection(port: worker.port) : caller
            try connection.send(
                "GET \(Self.path)/x HTTP/\(version)\r\nHost: h\r\nAuthorization: Bearer \(SealedHouse.admin)\r\n\r\n")
            let answer = try connection.readAnswer()
            #expect(answer.text == (Self.empty.contains(name) ? "" : Self.body), "HTTP/\(version)")
            #expect(answer.ending == .complete)
            #expect(answer.field("set-cookie") == nil && answer.interim.isEmpty)
            if version == "1.0" {
                #expect(answer.field("transfer-encoding") == nil)
                let rest = try connection.readToEnd()
                #expect(rest.bytes.isEmpty && rest.ending == .end)
            }
        }
        let calls = try worker.observed(3)
        #expect(
            calls.allSatisfy {
                $0.phase == nil && $0.responseBytes == (Self.empty.contains(name) ? 0 : UInt64(Self.body.utf8.count))
            })
    }

    @Test(
        "HEAD has the answer's head and no body, and the connection goes on",
        arguments: ["length", "chunked", "empty", "no-content"])
    func headHasNoBody(_ name: String) throws {
        let upstream = try ScriptedUpstream { request in
            guard request.method == "HEAD" else { return [.send(ScriptedUpstream.answer("next"))] }
            let head = (Self.answers[name] ?? "").components(separatedBy: "\r\n\r\n")[0]
            return [.send(Array((head + "\r\n\r\n").utf8))]
        }
        let worker = try worker(upstream)
        let caller = worker.caller()
        let connection = try RawConnection(port: worker.port)
        try connection.send(caller.request("HEAD", Self.path + "/x", close: false))
        let answer = try connection.readAnswer(to: "HEAD")
        #expect(answer.status == (name == "no-content" ? 204 : 200))
        try connection.send(caller.request("GET", Self.path + "/y", close: false))
        #expect(try connection.readAnswer().text == "next")
        #expect(upstream.connectionCount == 1)
    }

    @Test("A-152: a source that sends interim answers without end is cut off", arguments: [16, 17])
    func interimAnswersAreBounded(_ count: Int) throws {
        let interim = String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: count)
        let upstream = try ScriptedUpstream { _ in [.send(Array(interim.utf8) + ScriptedUpstream.answer("done"))] }
        let worker = try worker(upstream)
        let answer = try worker.caller().call("GET", Self.path + "/x")
        #expect(answer.status == (count > 16 ? 502 : 200))
    }

    private static let requests: [String: String] = [
        "length": "Content-Length: \(body.utf8.count)\r\n\r\n\(body)",
        "chunked": "Transfer-Encoding: chunked\r\n\r\n\(chunked(body))",
        "trailers": "Transfer-Encoding: chunked\r\nTrailer: X\r\n\r\n5\r\nhello\r\n0\r\nX: 1\r\n\r\n",
        "empty": "Content-Length: 0\r\n\r\n",
        "empty-chunked": "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "none": "\r\n",
    ]

    @Test(
        "a request of any framing, whole or split at every byte, arrives whole", arguments: requests.keys.sorted(),
        [true, false])
    func requestsArriveWhole(_ name: String, _ bytewise: Bool) throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("done"))] }
        let worker = try worker(upstream)
        let connection = try RawConnection(port: worker.port)
        let next = worker.caller().request("GET", Self.path + "/next", close: false)
        let bytes = Array(
            "POST \(Self.path)/x HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(SealedHouse.admin)\r\n\(Self.requests[name] ?? "")"
                .utf8)
        // The next request follows at once: no byte of it may go with this one's body.
        if bytewise { try connection.sendBytewise(bytes + next) } else { try connection.send(bytes + next) }
        #expect(try connection.readAnswer().text == "done")
        #expect(try connection.readAnswer().text == "done")
        let seen = upstream.requests
        try #require(seen.count == 2)
        let body = decoded(seen[0])
        #expect(body == (name == "trailers" ? "hello" : ["length", "chunked"].contains(name) ? Self.body : ""))
        #expect(!seen[0].head.contains("Trailer") && seen[1].target == "/next" && seen[1].body.isEmpty)
        #expect(upstream.connections.current.map(\.received.count).reduce(0, +) == seen.map(\.bytes.count).reduce(0, +))
    }

    /// A request's body without its framing, through the reader of answers.
    private func decoded(_ request: ScriptedUpstream.Request) -> String {
        guard request.field("transfer-encoding") == "chunked" else {
            return String(decoding: request.body, as: UTF8.self)
        }
        var rest = request.body[...]
        var payload: [UInt8] = []
        while let end = rest.firstIndex(of: 0x0D),
            let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16)
        {
            payload += rest[(end + 2)..<(end + 2 + size)]
            rest = rest[(end + 2 + size + 2)...]
            if size == 0 { break }
        }
        return String(decoding: payload, as: UTF8.self)
    }

    @Test("Expect: 100-continue is answered here, and only when a source is there to take the body")
    func continueIsAnswered() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("done"))] }
        let worker = try worker(upstream)
        let head = "POST \(Self.path)/x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n"
        let connection = try RawConnection(port: worker.port)
        try connection.send(head + "Authorization: Bearer \(SealedHouse.admin)\r\n\r\n")
        _ = try connection.readUntil { String(decoding: $0, as: UTF8.self).contains("100 Continue\r\n\r\n") }
        try connection.send("hello")
        let answer = try connection.readAnswer()
        #expect(answer.text == "done" && answer.interim == [100])
        #expect(upstream.requests.first?.field("expect") == nil)

        let stranger = try RawConnection(port: worker.port)
        try stranger.send(head + "\r\n")
        let refusal = try stranger.readAnswer()
        #expect(refusal.status == 401 && refusal.interim.isEmpty && refusal.field("connection") == "close")
        #expect(upstream.requests.count == 1)
    }

    @Test("an early answer reaches the caller while its body is still under way, and the connection ends")
    func earlyAnswer() throws {
        let upstream = try ScriptedUpstream(
            onAccept: { _ in [.send(ScriptedUpstream.answer("too large", status: "413 Too Large")), .awaitPeer] },
            answer: { _ in [] })
        let worker = try worker(upstream)
        let connection = try RawConnection(port: worker.port)
        try connection.send(
            "POST \(Self.path)/x HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(SealedHouse.admin)\r\nContent-Length: 1000000\r\n\r\nstart"
        )
        let answer = try connection.readAnswer()
        #expect(answer.status == 413 && answer.text == "too large" && answer.field("connection") == "close")
        let rest = try connection.readToEnd()
        #expect(rest.bytes.isEmpty)
        // What the source got of the request must not be taken for a whole one.
        try upstream.connections.wait(for: "the source's connection to end") { $0.first?.ending != nil }
    }

    @Test(
        "an answer that is cut ends its connection so that nobody takes it for whole, with a reset only where nothing else says so",
        arguments: ["1.1", "1.0"], ["Content-Length: 9", "Transfer-Encoding: chunked", "X: until the end"])
    func cutAnswersEndMarked(_ version: String, _ framing: String) throws {
        let seen = Gate()
        let piece = framing.hasSuffix("chunked") ? "4\r\npart\r\n" : "part"
        let upstream = try ScriptedUpstream { request in
            request.target == "/first"
                ? [.send(ScriptedUpstream.answer("whole"))]
                : [.send(Array("HTTP/1.1 200 OK\r\n\(framing)\r\n\r\n\(piece)".utf8)), .hold(seen), .reset]
        }
        let worker = try worker(upstream)
        let connection = try RawConnection(port: worker.port)
        let rest =
            "HTTP/\(version)\r\nHost: h\r\nConnection: keep-alive\r\nAuthorization: Bearer \(SealedHouse.admin)\r\n\r\n"
        try connection.send("GET \(Self.path)/first \(rest)GET \(Self.path)/second \(rest)")
        let head = try connection.readUntil { ByteSearch.bytes($0, contain: Array("part".utf8)) }
        #expect(ByteSearch.bytes(head, contain: Array("whole".utf8)))
        seen.open()
        let (_, ending) = try connection.readToEnd()
        // What has no length and no chunks here ends where the connection does.
        let isUnmarked = version == "1.0" && framing != "Content-Length: 9"
        #expect(ending == (isUnmarked ? .reset : .end))
        #expect(try worker.observed(2)[1].phase == .body)
        connection.socket.close()
        try worker.quiet()
    }

    @Test("A-098: a body that breaks its framing is not completed for the source", arguments: [true, false])
    func brokenRequestBody(_ hasBegun: Bool) throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("done"))] }
        let worker = try worker(upstream)
        let connection = try RawConnection(port: worker.port)
        let good = hasBegun ? "5\r\nhello\r\n" : ""
        try connection.send(
            "POST \(Self.path)/x HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(SealedHouse.admin)\r\nTransfer-Encoding: chunked\r\n\r\n\(good)zz\r\n"
        )
        let answer = try connection.readAnswer()
        #expect(answer.status == 400 && answer.field("connection") == "close")
        try upstream.connections.wait(for: "the source's connection to end") { $0.first?.ending != nil }
        #expect(upstream.requests.isEmpty)
    }

    @Test("the body of a caller that left counts until its request is answered")
    func bodiesCountUntilAnswered() throws {
        var configuration = WorkerConfiguration()
        configuration.downstream.bodyBytesTotalMax = 100_000
        let plane = HoldingPlane()
        let worker = try RunningWorker(house, sources: [], plane: plane, configuration: configuration)
        let caller = worker.caller()
        let body = [UInt8](repeating: 0x78, count: 60_000)
        let leaver = try RawConnection(port: worker.port)
        try leaver.send(caller.request("POST", "/api/x", body: body, close: false))
        try plane.state.wait(for: "the request") { $0.waiting.count == 1 }
        leaver.socket.reset()
        try worker.quiet()
        let other = try RawConnection(port: worker.port)
        try other.send(caller.request("POST", "/api/x", body: body, close: false))
        #expect(try other.readAnswer(to: "POST").status == 503)
        plane.open()
        #expect(try caller.call("POST", "/api/x", body: body).text == "held 60000")
    }
}
