import Access
import Catalog
import Foundation
import TestSupport
import Testing

@testable import Proxy

/// Calls that change to WebSocket, with exact bytes on both sides.
@Suite struct WorkerTunnelTests {
    private static let tail = "/api/datasources/proxy/uid/p1/loki/api/v1/tail"
    /// The example of RFC 6455 1.3.
    private static let key = "dGhlIHNhbXBsZSBub25jZQ=="
    private static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    private static let offer = [
        ("Connection", "keep-alive, Upgrade"), ("Upgrade", "WebSocket"), ("Sec-WebSocket-Key", key),
        ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Protocol", "logs"),
    ]

    private let house: SealedHouse

    init() throws { house = try SealedHouse() }

    private func worker(
        _ upstream: ScriptedUpstream, type: String = "loki", jsonData: String = "{}"
    ) throws -> RunningWorker {
        var configuration = WorkerConfiguration()
        // A source that is held until the test has had its turn is no late one.
        configuration.upstream.firstByteTimeoutMilliseconds = 3_600_000
        return try RunningWorker(
            house,
            sources: [
                try house.source(
                    type: type, url: upstream.url, basicAuthUser: "user", jsonData: jsonData,
                    secrets: ["basicAuthPassword": "pass"])
            ], configuration: configuration)
    }

    private static func agreement(_ accept: String = accept, upgrade: String = "websocket", _ rest: String = "")
        -> [UInt8]
    {
        Array(
            ("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: \(upgrade)\r\n"
                + "Sec-WebSocket-Accept: \(accept)\r\nSec-WebSocket-Protocol: logs\r\nSet-Cookie: a=b\r\n\r\n\(rest)")
                .utf8)
    }

    private func open(
        _ worker: RunningWorker, as token: String = SealedHouse.admin, glued: String = ""
    ) throws -> RawConnection {
        let connection = try RawConnection(port: worker.port)
        let request = worker.caller(token).request("GET", Self.tail + "?query=x", fields: Self.offer, close: false)
        try connection.send(request + Array(glued.utf8))
        return connection
    }

    @Test("what the source says reaches the caller, and its end is the caller's")
    func theSourcesEndIsTheCallers() throws {
        let (said, heard) = (Gate(), Gate())
        let upstream = try ScriptedUpstream { _ in
            [
                .send(Self.agreement(Self.accept, "first ")), .hold(said), .send(Array("last".utf8)), .hold(heard),
                .close,
            ]
        }
        let worker = try worker(upstream)
        let connection = try open(worker)
        let head = try connection.readUntil { $0.suffix(6) == Array("first ".utf8) }
        let text = String(decoding: head, as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
        #expect(text.contains("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nfirst "))
        #expect(text.contains("Sec-WebSocket-Accept: \(Self.accept)\r\n"))
        #expect(text.contains("Sec-WebSocket-Protocol: logs\r\n"))
        #expect(!text.contains("Set-Cookie") && !text.contains("Content-Length"))
        said.open()
        _ = try connection.readUntil { $0.suffix(4) == Array("last".utf8) }
        heard.open()
        #expect(try connection.readToEnd().ending == .end)
        let request = try #require(upstream.requests.first)
        #expect(request.field("authorization") == "Basic dXNlcjpwYXNz")
        #expect(request.head.components(separatedBy: "Upgrade: websocket\r\n").count == 2)
        #expect(request.head.components(separatedBy: "onnection: ").count == 2)
        #expect(request.field("sec-websocket-key") == Self.key && request.field("sec-websocket-version") == "13")
        let observed = try worker.observed(1)[0]
        #expect(observed.status == 101 && observed.responseBytes == 10 && observed.requestBytes == 0)
        try worker.quiet()
    }

    @Test("what the caller sends reaches the source, and the caller's end is the source's")
    func theCallersEndIsTheSources() throws {
        let upstream = try ScriptedUpstream { _ in [.send(Self.agreement()), .awaitPeer] }
        let worker = try worker(upstream)
        let connection = try open(worker, glued: "glued")
        _ = try connection.readUntil { $0.suffix(4) == Array("\r\n\r\n".utf8) }
        let body = Array("glued".utf8) + (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try connection.send(Array(body.dropFirst(5)))
        connection.socket.close()
        let ended = try upstream.connections.wait(for: "the source's end") { $0.first?.ending != nil }
        #expect(ended[0].ending == .closedByPeer)
        #expect(ended[0].received.suffix(body.count).elementsEqual(body))
        try worker.quiet()
    }

    @Test(
        "A-110, A-111: a 101 that does not answer the offer is no answer, and nothing is let through",
        arguments: [
            Self.agreement("AAAAAAAAAAAAAAAAAAAAAAAAAAA="), Self.agreement(""), Self.agreement(upgrade: "h2c"),
            Array("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n".utf8),
            Array(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: \(Self.accept)\r\n\r\n"
                    .utf8),
            Array(
                ("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: \(Self.accept)\r\nSec-WebSocket-Accept: \(Self.accept)\r\n\r\n").utf8),
        ])
    func aFalseAgreementIsNone(_ answer: [UInt8]) throws {
        let upstream = try ScriptedUpstream { _ in [.send(answer), .awaitPeer] }
        let worker = try worker(upstream)
        let connection = try open(worker, glued: "GET /admin HTTP/1.1\r\n\r\n")
        #expect(try connection.readAnswer().status == 502)
        _ = try upstream.connections.wait(for: "the source's end") { $0.first?.ending != nil }
        #expect(upstream.requests.count == 1)
        #expect(!String(decoding: upstream.connections.current[0].received, as: UTF8.self).contains("/admin"))
    }

    @Test(
        "A-110, A-111: what is no whole handshake, or not allowed there, is asked as an ordinary request",
        arguments: [
            [("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c"), ("HTTP2-Settings", "AAMAAABk")],
            [("Connection", "Upgrade"), ("Upgrade", "websocket")],
            [("Upgrade", "websocket"), ("Sec-WebSocket-Key", Self.key)],
            [("Connection", "Upgrade"), ("Upgrade", "websocket, h2c"), ("Sec-WebSocket-Key", Self.key)],
            [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Key", "short")],
        ])
    func otherUpgradesEndHere(_ fields: [(String, String)]) throws {
        let upstream = try ScriptedUpstream { _ in [.send(Self.agreement()), .awaitPeer] }
        let worker = try worker(upstream)
        #expect(try worker.caller().call("GET", Self.tail, fields: fields).status == 502)
        let head = try #require(upstream.requests.first).head.lowercased()
        #expect(!head.contains("\r\nupgrade:") && !head.contains("\r\nconnection:") && !head.contains("http2-settings"))
    }

    @Test(
        "A-111: upgrades are for tails, and where a source's settings say so",
        arguments: [
            ("loki", "{}", "/loki/api/v1/tail", true), ("loki", "{}", "/api/prom/tail", true),
            ("loki", "{}", "/loki/api/v1/push", false), ("loki", "{}", "/loki/api/v1/tail/", false),
            ("loki", #"{"webSockets":false}"#, "/loki/api/v1/tail", false),
            ("graphite", "{}", "/loki/api/v1/tail", false), ("graphite", #"{"webSockets":true}"#, "/any", true),
        ])
    func upgradesAreForTails(_ type: String, _ jsonData: String, _ path: String, _ isOffered: Bool) throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("no"))] }
        let worker = try worker(upstream, type: type, jsonData: jsonData)
        let answer = try worker.caller().call(
            "GET", "/api/datasources/proxy/uid/p1" + path, fields: Self.offer)
        #expect(answer.text == "no")
        #expect((upstream.requests.first?.field("upgrade") == "websocket") == isOffered)
    }

    @Test("a source that declines answers as ever, and the connection goes on")
    func aSourceMayDecline() throws {
        let upstream = try ScriptedUpstream { [.send(ScriptedUpstream.answer("no \($0.target)"))] }
        let worker = try worker(upstream)
        let connection = try open(worker)
        #expect(try connection.readAnswer().text == "no /loki/api/v1/tail?query=x")
        try connection.send(worker.caller().request("GET", Self.tail, close: false))
        #expect(try connection.readAnswer().text == "no /loki/api/v1/tail")
        #expect(upstream.connectionCount == 1)
    }

    @Test("A-111: a page of another origin opens nothing")
    func aForeignPageOpensNothing() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("no"))] }
        let worker = try worker(upstream)
        for origin in ["http://evil.test", "null", "http://127.0.0.1", "http://127.0.0.1:\(worker.port).evil.test"] {
            let answer = try worker.caller().call("GET", Self.tail, fields: Self.offer + [("Origin", origin)])
            #expect(answer.status == 403, "\(origin)")
        }
        #expect(upstream.connectionCount == 0)
        let own = try worker.caller().call(
            "GET", Self.tail, fields: Self.offer + [("Origin", "https://127.0.0.1:\(worker.port)")])
        #expect(own.text == "no")
        #expect(upstream.requests.first?.field("origin") == nil)
    }

    /// What takes a caller's right to a tunnel away.
    enum Revocation: String, CaseIterable, CustomTestStringConvertible {
        case token, expiry, role, grants, source, settings, sourceWithTheAgreement

        var testDescription: String { rawValue }

        func changes(_ house: SealedHouse, _ url: String) throws -> [StoreChange] {
            switch self {
            case .token: [.tokenDeleted(id: 2)]
            case .expiry: [.token(SealedHouse.token(SealedHouse.editor, id: 2, role: .editor, expiresAt: 1))]
            case .role: [.token(SealedHouse.token(SealedHouse.editor, id: 2, role: .viewer))]
            case .grants: [.grants(SourceGrants(), sourceID: 1, orgID: 1)]
            case .source, .sourceWithTheAgreement: [.dataSourceDeleted(id: 1, orgID: 1)]
            case .settings: [.dataSource(try house.source(type: "loki", url: url, revision: 2))]
            }
        }
    }

    @Test("A-019, A-111: a tunnel ends with the right to it", arguments: Revocation.allCases)
    func tunnelsEndWithTheirRights(_ revocation: Revocation) async throws {
        try await withTaskExecutorPreference(ThreadExecutor()) { try await revoke(revocation) }
    }

    @Test("A-019, A-111: a tunnel ends with its caller's token, with nothing published and nothing said")
    func tunnelsEndWithTheirTokens() async throws {
        try await withTaskExecutorPreference(ThreadExecutor()) { try await outlive() }
    }

    private func outlive() async throws {
        let upstream = try ScriptedUpstream { _ in [.send(Self.agreement()), .awaitPeer] }
        let worker = try worker(upstream)
        for seconds: Int64 in [1, 2, 4, 8, 16] {
            let expiresAt = Int64(Date().timeIntervalSince1970) + seconds
            await worker.publish([
                .token(SealedHouse.token(SealedHouse.editor, id: 2, role: .editor, expiresAt: expiresAt))
            ])
            let connection = try open(worker, as: SealedHouse.editor)
            let line = String(decoding: try connection.readUntil { $0.count >= 12 }.prefix(12), as: UTF8.self)
            // It may have run out before it was looked at.
            if line == "HTTP/1.1 401" {
                connection.socket.close()
                continue
            }
            #expect(line == "HTTP/1.1 101")
            #expect(try connection.readToEnd().ending == .end)
            try worker.quiet()
            return
        }
        Issue.record("no tunnel was opened within 16 s of its token")
    }

    private func revoke(_ revocation: Revocation) async throws {
        let agreed = Gate()
        let upstream = try ScriptedUpstream { _ in
            (revocation == .sourceWithTheAgreement ? [.hold(agreed)] : []) + [.send(Self.agreement()), .awaitPeer]
        }
        let worker = try worker(upstream)
        let connection = try open(worker, as: SealedHouse.editor)
        if revocation == .sourceWithTheAgreement {
            try upstream.connections.wait(for: "the request") { $0.first?.requests.count == 1 }
        } else {
            _ = try connection.readUntil { $0.suffix(4) == Array("\r\n\r\n".utf8) }
            // What says nothing of this call ends nothing.
            await worker.publish([.tokenDeleted(id: 1), .dataSource(try house.source(id: 9, url: upstream.url))])
            try connection.send("still here")
            try upstream.connections.wait(for: "the bytes") { $0[0].received.suffix(10) == Array("still here".utf8) }
        }
        await worker.publish(try revocation.changes(house, upstream.url))
        agreed.open()
        if revocation == .sourceWithTheAgreement {
            let answer = try connection.readAnswer()
            #expect(answer.status == 403, "\(answer.status) \(answer.text)")
        } else {
            #expect(try connection.readToEnd().ending == .end)
        }
        connection.socket.close()
        _ = try upstream.connections.wait(for: "the source's end") { $0[0].ending != nil }
        try worker.quiet()
    }

    @Test("A-047: the head with the source's credential is kept until the source agrees, and no longer")
    func tunnelsKeepNoCredential() throws {
        let agreed = Gate()
        let upstream = try ScriptedUpstream { _ in [.hold(agreed), .send(Self.agreement()), .awaitPeer] }
        let worker = try worker(upstream)
        let connection = try open(worker)
        try worker.state.wait(for: "the head to be kept") { $0.headBytes > 0 }
        agreed.open()
        _ = try connection.readUntil { $0.suffix(4) == Array("\r\n\r\n".utf8) }
        let held = try worker.state.wait(for: "the head to be gone") { $0.headBytes == 0 }
        #expect(held.census?.exchanges == 1)
    }

    @Test("A-153: a tunnel that finds its source back closes the breaker, however long it lasts")
    func aTunnelIsAProbe() throws {
        let upstream = try ScriptedUpstream { request in
            switch request.target {
            case "/fail": [.reset]
            case "/well": [.send(ScriptedUpstream.answer("well"))]
            default: [.send(Self.agreement()), .awaitPeer]
            }
        }
        var configuration = WorkerConfiguration()
        configuration.upstream.breaker.failuresMax = 1
        configuration.upstream.breaker.waitMilliseconds = 1
        let worker = try RunningWorker(
            house, sources: [try house.source(type: "loki", url: upstream.url)], configuration: configuration)
        let path = "/api/datasources/proxy/uid/p1"
        #expect(try worker.caller().call("GET", path + "/fail").status == 502)
        try worker.state.wait(for: "the breaker to be open") { $0.census?.openBreakers == [1] }
        // Within the first millisecond it is refused, with a body behind the head.
        var connection = try open(worker)
        while try connection.readUntil({ $0.count >= 12 }).starts(with: Array("HTTP/1.1 503".utf8)) {
            connection = try open(worker)
        }
        #expect(try connection.readUntil { $0.count >= 12 }.starts(with: Array("HTTP/1.1 101".utf8)))
        for _ in 0..<3 { #expect(try worker.caller().call("GET", path + "/well").text == "well") }
        try worker.state.wait(for: "the breaker to be closed") { $0.census?.openBreakers == [] }
    }

    @Test("a worker that comes to its end closes what would never end by itself")
    func theDrainClosesTunnels() throws {
        let upstream = try ScriptedUpstream { _ in [.send(Self.agreement()), .awaitPeer] }
        let worker = try worker(upstream)
        let connection = try open(worker)
        _ = try connection.readUntil { $0.suffix(4) == Array("\r\n\r\n".utf8) }
        worker.drain()
        #expect(try connection.readToEnd().ending == .end)
        connection.socket.close()
        _ = try worker.state.wait(for: "the worker's end") { $0.hasEnded }
        #expect(try upstream.connections.wait(for: "its end") { $0[0].ending != nil }[0].ending == .closedByPeer)
    }
}
