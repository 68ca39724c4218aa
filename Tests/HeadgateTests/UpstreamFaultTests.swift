import TestSupport
import Testing

/// Everything that a data source may do wrong, one at a time, and what its callers see of it.
@Suite struct UpstreamFaultTests {
    private static let phases: Set = ["resolve", "connect", "tls", "send", "first-byte", "body"]
    private let server: HeadgateProcess

    init() throws {
        server = try HeadgateProcess()
    }

    /// The proxy path of a new source.
    private func source(_ url: String, jsonData: JSONTree = [:]) throws -> String {
        let id = try server.admin.createSourceID([
            "type": "graphite", "access": "proxy", "url": .string(url), "jsonData": jsonData,
        ])
        return "/api/datasources/proxy/\(id)"
    }

    private func expectFailure(_ answer: RawAnswer, status: Int, phase: String? = nil, _ comment: Comment? = nil) {
        #expect(answer.status == status, comment)
        #expect(answer.field("content-type")?.hasPrefix("application/json") == true, comment)
        let json = (try? answer.json()) ?? nil
        #expect(json["message"]?.string?.isEmpty == false, comment)
        #expect(json["requestId"]?.string?.isEmpty == false, comment)
        let told = json["phase"]?.string ?? "none"
        #expect(phase.map { $0 == told } ?? Self.phases.contains(told), "\(told)")
    }

    @Test func refusedConnectionIs502() throws {
        let path = try source("http://127.0.0.1:\(try TCPListener.freePort())")
        expectFailure(try server.admin.call("GET", path + "/x"), status: 502, phase: "connect")
    }

    @Test func unresolvableNameIs502() throws {
        let path = try source("http://name.invalid")
        expectFailure(try server.admin.call("GET", path + "/x"), status: 502, phase: "resolve")
    }

    @Test func silenceIs504() throws {
        let upstream = try ScriptedUpstream { _ in [.awaitPeer] }
        let path = try source(upstream.url, jsonData: ["timeout": 1])
        expectFailure(try server.admin.call("GET", path + "/x"), status: 504, phase: "first-byte")
        let records = try upstream.connections.wait(for: "the silent connection to be given up") {
            $0.first?.ending != nil
        }
        #expect(records.first?.ending != .closedHere)
    }

    private static let garbage: [String: String] = [
        "no-status-line": "what is this?\r\n\r\n",
        "other-protocol": "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "bad-version": "HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n",
        "bad-status": "HTTP/1.1 two OK\r\nContent-Length: 0\r\n\r\n",
        "two-lengths": "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "length-and-chunks": "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "nul-in-a-field": "HTTP/1.1 200 OK\r\nX: a\u{0}b\r\nContent-Length: 0\r\n\r\n",
        "line-without-colon": "HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 0\r\n\r\n",
        "bare-line-feed": "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        "field-split-by-a-line-feed": "HTTP/1.1 200 OK\r\nX: a\nSet-Cookie: b=c\r\nContent-Length: 0\r\n\r\n",
        "field-split-by-a-carriage-return": "HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: b=c\r\nContent-Length: 0\r\n\r\n",
        "folded-field": "HTTP/1.1 200 OK\r\nX: a\r\n Set-Cookie: b=c\r\nContent-Length: 0\r\n\r\n",
        "status-of-four-digits": "HTTP/1.1 0200 OK\r\nContent-Length: 0\r\n\r\n",
        "status-99": "HTTP/1.1 99 Low\r\nContent-Length: 0\r\n\r\n",
        "status-1000": "HTTP/1.1 1000 High\r\nContent-Length: 0\r\n\r\n",
        "length-with-a-sign": "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nab",
        "length-that-wraps": "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551618\r\n\r\nab",
        "unknown-coding": "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "chunks-of-an-old-version": "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "chunk-size-that-wraps":
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000001\r\na\r\n0\r\n\r\n",
        "interim-answers-without-end": String(repeating: "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", count: 1_000)
            + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "switched-protocols": "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
        "too-many-fields": "HTTP/1.1 200 OK\r\n" + (0..<5000).map { "X-\($0): 1\r\n" }.joined()
            + "Content-Length: 0\r\n\r\n",
        "head-too-large": "HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 1 << 20) + "\r\n\r\n",
    ]

    @Test("A-120, A-148: what is no answer is 502, nothing of it passes, and its connection carries no other call")
    func garbageIs502AndItsConnectionIsNotReused() throws {
        let upstream = try ScriptedUpstream { request in
            guard let wire = Self.garbage[String(request.target.dropFirst())] else {
                return [.send(ScriptedUpstream.answer("good"))]
            }
            return [.send(Array(wire.utf8)), .awaitPeer]
        }
        let path = try source(upstream.url)
        for name in Self.garbage.keys.sorted() {
            let answer = try server.admin.call("GET", "\(path)/\(name)")
            expectFailure(answer, status: 502, "\(name)")
            #expect(answer.interim.isEmpty && answer.field("set-cookie") == nil && answer.field("x") == nil, "\(name)")
            let next = try server.admin.call("GET", path + "/good")
            #expect(next.status == 200 && next.text == "good", "\(name)")
            try upstream.connections.wait(for: "the connection of \(name) to be given up") {
                $0.first { $0.requests.last?.target == "/\(name)" }?.ending != nil
            }
        }
        let garbled = upstream.connections.current.filter { $0.requests.contains { $0.target != "/good" } }
        #expect(garbled.count == Self.garbage.count && garbled.allSatisfy { $0.requests.last?.target != "/good" })
    }

    /// Each with a whole answer behind its end, which nobody asked for.
    private static let surplus: [(method: String, status: Int, head: String)] = [
        ("GET", 200, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine"),
        ("GET", 200, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nmine\r\n0\r\n\r\n"),
        ("GET", 204, "HTTP/1.1 204 No Content\r\n\r\n"),
        ("GET", 304, "HTTP/1.1 304 Not Modified\r\nContent-Length: 61\r\n\r\n"),
        ("HEAD", 200, "HTTP/1.1 200 OK\r\nContent-Length: 61\r\n\r\n"),
    ]

    @Test(
        "A-120: bytes behind an answer's end, a body where there can be none among them, are nobody's answer",
        arguments: [true, false])
    func bytesBehindAnAnswerAreNobodys(_ areAtOnce: Bool) throws {
        let gates = Self.surplus.map { _ in Gate() }
        let stray = Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Stray: 1\r\n\r\nstray".utf8)
        let upstream = try ScriptedUpstream { request in
            guard let index = Int(request.target.dropFirst()) else {
                return [.send(ScriptedUpstream.answer(request.target))]
            }
            let head = Array(Self.surplus[index].head.utf8)
            guard !areAtOnce else { return [.send(head + stray), .awaitPeer] }
            return [.send(head), .hold(gates[index]), .send(stray), .awaitPeer]
        }
        let path = try source(upstream.url)
        let caller = try RawConnection(port: server.port)
        func ask(_ method: String, _ target: String) throws -> RawAnswer {
            try caller.send(server.admin.request(method, path + target, close: false))
            return try caller.readAnswer(to: method)
        }
        for (index, (method, status, _)) in Self.surplus.enumerated() {
            let answer = try ask(method, "/\(index)")
            #expect(answer.status == status && ["", "mine"].contains(answer.text))
            if areAtOnce { #expect(try ask("GET", "/next\(index)").text == "/next\(index)") }
            // Else they come while the connection waits for its next call, and end it.
            gates[index].open()
            try upstream.connections.wait(for: "the connection of case \(index) to end") { connections in
                connections.first { $0.requests.last?.target == "/\(index)" }?.ending != nil
            }
            #expect(try ask("GET", "/last\(index)").text == "/last\(index)")
        }
    }

    @Test func connectionsEndedBeforeAnAnswerAre502() throws {
        let upstream = try ScriptedUpstream { $0.target == "/reset" ? [.reset] : [.close] }
        let path = try source(upstream.url)
        for name in ["reset", "close"] {
            expectFailure(try server.admin.call("POST", "\(path)/\(name)", body: []), status: 502, "\(name)")
        }
        // POST is not repeated: it may have done its work.
        #expect(upstream.requests.count == 2)
    }

    private static let cutHeads = [
        "length": "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nfirst bytes",
        "chunks": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n",
    ]

    @Test(arguments: ["length", "chunks"], [true, false])
    func aBodyCutShortIsAbortedForTheCaller(_ framing: String, _ byReset: Bool) throws {
        let (seen, released) = (Gate(), Gate())
        let upstream = try ScriptedUpstream { request in
            switch request.target {
            case "/cut": [.send(Array((Self.cutHeads[framing] ?? "").utf8)), .hold(seen), byReset ? .reset : .close]
            case "/slow": [.hold(released), .send(ScriptedUpstream.answer("unharmed"))]
            default: [.send(ScriptedUpstream.answer("good"))]
            }
        }
        let path = try source(upstream.url)
        let admin = server.admin
        let other = try RawConnection(port: admin.port)
        try other.send(admin.request("GET", path + "/slow"))
        try upstream.connections.wait(for: "the other call") { $0.contains { $0.requests.last?.target == "/slow" } }

        let caller = try RawConnection(port: admin.port)
        try caller.send(admin.request("GET", path + "/cut", close: false))
        _ = try caller.readUntil { ByteSearch.bytes($0, contain: Array("first".utf8)) }
        seen.open()
        let cut = try caller.readAnswer()
        #expect(cut.status == 200 && cut.ending == .aborted && cut.text.hasPrefix("first"))

        let faulty = upstream.connections.current.firstIndex { $0.requests.last?.target == "/cut" }
        let next = try admin.call("GET", path + "/good")
        #expect(next.status == 200 && next.text == "good")
        #expect(upstream.requests.first { $0.target == "/good" }?.connection != faulty)
        released.open()
        let unharmed = try other.readAnswer()
        #expect(unharmed.status == 200 && unharmed.text == "unharmed")
    }

    @Test func aBodyUntilCloseThatIsResetIsAborted() throws {
        let seen = Gate()
        let upstream = try ScriptedUpstream { _ in
            [.send(Array("HTTP/1.1 200 OK\r\n\r\nfirst".utf8)), .hold(seen), .reset]
        }
        let path = try source(upstream.url)
        let caller = try RawConnection(port: server.port)
        try caller.send(server.admin.request("GET", path + "/x", close: false))
        _ = try caller.readUntil { ByteSearch.bytes($0, contain: Array("first".utf8)) }
        seen.open()
        #expect(try caller.readAnswer().ending == .aborted)
    }

    @Test func anAnswerByteByByteArrivesWhole() throws {
        let body = String(repeating: "0123456789", count: 30)
        let upstream = try ScriptedUpstream { _ in
            [
                .sendBytewise(
                    Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n12c\r\n\(body)\r\n0\r\n\r\n".utf8))
            ]
        }
        let path = try source(upstream.url)
        let answer = try server.admin.call("GET", path + "/x")
        #expect(answer.status == 200 && answer.text == body && answer.ending == .complete)
    }

    @Test(arguments: [true, false])
    func aCallerThatLeavesEndsTheUpstreamCall(_ byReset: Bool) throws {
        let upstream = try ScriptedUpstream { _ in [.awaitPeer] }
        let path = try source(upstream.url)
        let caller = try RawConnection(port: server.port)
        try caller.send(server.admin.request("GET", path + "/x", close: false))
        try upstream.connections.wait(for: "the call") { $0.first?.requests.count == 1 }
        if byReset { caller.socket.reset() } else { caller.socket.close() }
        let records = try upstream.connections.wait(for: "the upstream call to end") { $0.first?.ending != nil }
        #expect(records.count == 1 && records.first?.ending != .closedHere)
        #expect(try server.admin.call("GET", "/api/health").status == 200)
    }
}
