import COpenSSL
import Crypto
import Downstream
import TestSupport
import Testing

@testable import Proxy

/// Callers over TLS, as one worker serves them.
@Suite struct WorkerTLSTests {
    private static let path = "/api/datasources/proxy/uid/p1"
    private let house: SealedHouse
    private let certificate: CallerCertificate
    /// Says what it was asked.
    private let echo: ScriptedUpstream

    init() throws {
        house = try SealedHouse()
        echo = try ScriptedUpstream { [.send(ScriptedUpstream.answer("source \($0.target) \($0.body.count)"))] }
        let authority = try TLSAuthority()
        certificate = CallerCertificate(
            try TLSServerContext(
                certificate: SecretBytes(copying: try authority.text("server.pem").utf8.span),
                key: SecretBytes(copying: try authority.text("server.key").utf8.span), offersHTTP2: false))
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

    @Test("pipelined calls to both planes are answered in order, and the last answer ends as announced")
    func pipelinedCallsKeepTheirOrder() throws {
        let worker = try worker()
        let caller = worker.caller()
        var bytes: [UInt8] = []
        for index in 0..<8 {
            let target = index % 2 == 0 ? "\(Self.path)/\(index)" : "/api/x\(index)"
            bytes += caller.request("POST", target, body: Array("b\(index)".utf8), close: index == 7)
        }
        let connection = try caller.connect()
        try connection.send(bytes)
        for index in 0..<8 {
            let expected = index % 2 == 0 ? "source /\(index) 2" : "control /api/x\(index) b\(index)"
            #expect(try connection.readAnswer().text == expected)
        }
        let rest = try connection.readToEnd()
        #expect(rest.bytes.isEmpty && rest.ending == .end)
        try worker.quiet()
    }

    @Test("TLS gives back its buffers when no call comes, and calls go on afterwards")
    func callsGoOnAfterARest() throws {
        let worker = try worker { $0.downstream.tlsRestMilliseconds = 1 }
        let caller = worker.caller()
        let connection = try caller.connect()
        for index in 0..<5 {
            try worker.state.wait(for: "the caller's connection to rest") { $0.rests.callers > index }
            try connection.send(caller.request("GET", "\(Self.path)/\(index)", close: false))
            #expect(try connection.readAnswer().text == "source /\(index) 0")
        }
    }

    @Test("long bodies pass whole both ways, however fast the caller reads", arguments: [0, 1])
    func longBodiesPassWhole(_ chunked: Int) throws {
        let body = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
        let head =
            chunked == 1
            ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4c4b40\r\n"
            : "HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n"
        let end = chunked == 1 ? "\r\n0\r\n\r\n" : ""
        let upstream = try ScriptedUpstream { request in
            [.send(Array(head.utf8) + (request.body == body ? body : []) + Array(end.utf8))]
        }
        let worker = try worker(upstream)
        for _ in 0..<2 {
            let answer = try worker.caller().call("POST", Self.path, body: body)
            #expect(answer.status == 200 && answer.ending == .complete && answer.body == body)
        }
    }

    @Test("an answer that is cut is never told as an announced end")
    func aCutAnswerIsNoAnnouncedEnd() throws {
        let upstream = try ScriptedUpstream { _ in
            [.send(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n".utf8)), .close]
        }
        let worker = try worker(upstream)
        let connection = try worker.caller().connect()
        try connection.send(worker.caller().request("GET", Self.path))
        #expect(try connection.readToEnd().ending == .reset)
    }

    @Test func drainingEndsIdleCallersAsAnnounced() throws {
        let worker = try worker()
        let connection = try worker.caller().connect()
        try connection.send(worker.caller().request("GET", Self.path, close: false))
        #expect(try connection.readAnswer().status == 200)
        worker.drain()
        #expect(try connection.readToEnd().ending == .end)
        try worker.state.wait(for: "the worker's end") { $0.hasEnded }
    }

    @Test func aNewCertificateIsForNewConnections() throws {
        let worker = try worker()
        let old = try worker.caller().connect()
        let authority = try TLSAuthority()
        try authority.issue("fresh", "subjectAltName=DNS:localhost")
        certificate.replace(
            with: try TLSServerContext(
                certificate: SecretBytes(copying: try authority.text("fresh.pem").utf8.span),
                key: SecretBytes(copying: try authority.text("fresh.key").utf8.span), offersHTTP2: false))
        let new = try worker.caller().connect()
        #expect(old.tls?.peerName == "server" && new.tls?.peerName == "fresh")
        for connection in [old, new, old] {
            try connection.send(worker.caller().request("GET", Self.path, close: false))
            #expect(try connection.readAnswer().status == 200)
        }
    }

    // MARK: Handshakes

    @Test("A-168: a handshake that does not go on is ended at its time", arguments: [0, 1, 40])
    func stalledHandshakesAreEnded(_ sent: Int) throws {
        let worker = try worker() { $0.downstream.handshakeTimeoutMilliseconds = 50 }
        let connection = try RawConnection(port: worker.port)
        // The start of a record that holds a hello of 512 bytes.
        try connection.send(
            Array(([0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3] + [UInt8](repeating: 7, count: 40)).prefix(sent)))
        let rest = try connection.readToEnd()
        #expect(rest.bytes.isEmpty)
        try worker.quiet()
    }

    @Test("A-168: beyond the bound the oldest handshake makes place for the newest")
    func handshakesAreBounded() throws {
        let worker = try worker() {
            $0.downstream.handshakesMax = 4
            $0.downstream.handshakeTimeoutMilliseconds = 3_600_000
        }
        var stalled: [RawConnection] = []
        for _ in 0..<5 {
            stalled.append(try RawConnection(port: worker.port))
            try stalled.last?.send([0x16])
        }
        #expect(try stalled[0].readToEnd().bytes.isEmpty)
        #expect(try worker.caller().call("GET", Self.path).status == 200)
        #expect(try stalled[1].readToEnd().bytes.isEmpty)
    }

    @Test("A-168: many handshakes at once are all done, a few a turn")
    func handshakesShareTheTurn() throws {
        let worker = try worker() { $0.handshakesPerTurn = 1 }
        let port = worker.port
        let done = Watched(0)
        for _ in 0..<40 {
            Parallel.start { if (try? TLSClient(connectingTo: port)) != nil { done.change { $0 += 1 } } }
        }
        try done.wait(for: "forty handshakes") { $0 == 40 }
        try worker.quiet()
    }

    @Test("A-168: another handshake on a connection is refused, and the connection goes on")
    func renegotiationIsRefused() throws {
        let worker = try worker()
        let client = try TLSClient(
            connectingTo: worker.port, TLSClient.Options { $0.versionMax = TLS1_2_VERSION })
        let connection = RawConnection(over: client)
        try connection.send(worker.caller().request("GET", Self.path, close: false))
        #expect(try connection.readAnswer().status == 200)
        try client.renegotiate()
        // OpenSSL's client takes the refusal for an end; what matters is that nothing was agreed upon anew.
        let ending = try connection.readToEnd()
        #expect(ending.bytes.isEmpty)
        #expect(try worker.caller().call("GET", Self.path).status == 200)
    }

    @Test("A-168: a caller that only draws new keys is ended")
    func keyUpdatesAreBounded() throws {
        let worker = try worker()
        let client = try TLSClient(connectingTo: worker.port)
        #expect(throws: TestSupportError.self) { while true { try client.updateKeys() } }
        #expect(try worker.caller().call("GET", Self.path).status == 200)
    }

    @Test func oldVersionsAndWeakCiphersAreRefused() throws {
        let worker = try worker()
        let refused: [(inout TLSClient.Options) -> Void] = [
            {
                $0.versionMin = TLS1_VERSION
                $0.versionMax = TLS1_1_VERSION
            },
            {
                $0.versionMax = TLS1_2_VERSION
                $0.ciphers = "ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0"
            },
        ]
        for edit in refused {
            #expect(throws: TestSupportError.self) {
                try TLSClient(connectingTo: worker.port, TLSClient.Options(edit))
            }
        }
        let old = try TLSClient(connectingTo: worker.port, TLSClient.Options { $0.versionMax = TLS1_2_VERSION })
        #expect(old.version == "TLSv1.2" && old.cipher.contains("GCM"))
        #expect(try TLSClient(connectingTo: worker.port).version == "TLSv1.3")
    }

    @Test("a plain request on a TLS port gets no answer and goes nowhere")
    func plainRequestsAreNotServed() throws {
        let worker = try worker()
        let plain = Caller(port: worker.port, authorization: "Bearer \(SealedHouse.admin)")
        let connection = try plain.connect()
        try connection.send(plain.request("GET", Self.path))
        let rest = try connection.readToEnd()
        #expect(!String(decoding: rest.bytes, as: UTF8.self).contains("HTTP"))
        try worker.quiet()
        #expect(echo.requests.isEmpty)
    }

    @Test func aKnownCallerShortensTheHandshake() throws {
        let worker = try worker()
        for version in [TLS1_2_VERSION, TLS1_3_VERSION] {
            let options = TLSClient.Options { $0.versionMax = version }
            let first = try TLSClient(connectingTo: worker.port, options)
            let connection = RawConnection(over: first)
            try connection.send(worker.caller().request("GET", Self.path, close: false))
            #expect(try connection.readAnswer().status == 200)
            let given = first.ticket
            let ticket = try #require(given)
            let second = try TLSClient(connectingTo: worker.port, options, resuming: ticket)
            #expect(!first.isResumed && second.isResumed)
        }
    }
}
