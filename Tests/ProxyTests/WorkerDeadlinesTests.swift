import Downstream
import TestSupport
import Testing
import Upstream

@testable import Proxy

/// Sides that take their time, over real sockets. Each test waits for what the deadline brings, for as long as that takes.
@Suite struct WorkerDeadlinesTests {
    private static let path = "/api/datasources/proxy/uid/p1/x"
    private static let moment: UInt64 = 200
    private let house: SealedHouse

    init() throws { house = try SealedHouse() }

    private func worker(
        _ upstream: ScriptedUpstream, _ change: (inout WorkerConfiguration) -> Void
    ) throws -> RunningWorker {
        var configuration = WorkerConfiguration()
        change(&configuration)
        return try RunningWorker(
            house, sources: [try house.source(url: upstream.url)], configuration: configuration, isPatient: false)
    }

    @Test("A-145: a head that does not end is answered 408, however often a byte of it comes")
    func aSlowHeadEnds() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("x"))] }
        let worker = try worker(upstream) { $0.downstream.headTimeoutMilliseconds = Self.moment }
        let connection = try RawConnection(port: worker.port)
        try connection.send("GET \(Self.path) HTTP/1.1\r\nHost: h\r\nX-Slow: ")
        try worker.drip(until: connection) { try connection.sendTolerant([0x78]) }
        let answer = try connection.readAnswer()
        #expect(answer.status == 408)
        #expect(answer.field("connection") == "close")
    }

    @Test("A-146: a body that stalls ends its call, and the source does not take it for whole")
    func aStalledBodyEnds() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("x"))] }
        let worker = try worker(upstream) {
            $0.downstream.stallTimeoutMilliseconds = Self.moment
            $0.upstream.idleTimeoutMilliseconds = Self.moment
        }
        let connection = try RawConnection(port: worker.port)
        let request = worker.caller().request("POST", Self.path, fields: [("Content-Length", "10")], close: false)
        try connection.send(request + Array("abc".utf8))
        #expect(try connection.readAnswer(to: "POST").status == 408)
        #expect(try worker.observed(1)[0].status == 408)
        let ended = try upstream.connections.wait(for: "the source's connection to end") { $0.first?.ending != nil }
        #expect(ended[0].ending == .resetByPeer && ended[0].requests.isEmpty)
    }

    @Test("A-146: a body for the control plane is answered 408 at its time, however often a byte of it comes")
    func aDrippingBodyEnds() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("x"))] }
        let worker = try worker(upstream) { $0.downstream.bodyTimeoutMilliseconds = Self.moment }
        let connection = try RawConnection(port: worker.port)
        try connection.send("POST /api/x HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n")
        try worker.drip(until: connection) { try connection.sendTolerant([0x78]) }
        let answer = try connection.readAnswer(to: "POST")
        #expect(answer.status == 408 && answer.field("connection") == "close")
    }

    @Test("A-152: a source's head has its time, however often a byte of it comes")
    func aDrippingAnswerEnds() throws {
        let listener = try TCPListener()
        defer { listener.close() }
        let accepted = Watched<TCPSocket?>(nil)
        Parallel.start {
            guard let socket = listener.accept() else { return }
            do {
                guard case .bytes = try socket.receive() else { return }
                try socket.send(Array("HTTP/1.1 200 OK\r\nX-Slow: ".utf8))
                accepted.change { $0 = socket }
            } catch {}
        }
        var configuration = WorkerConfiguration()
        configuration.upstream.firstByteTimeoutMilliseconds = Self.moment
        let other = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("x"))] }
        let worker = try RunningWorker(
            house,
            sources: [
                try house.source(url: other.url),
                try house.source(id: 2, url: "http://127.0.0.1:\(listener.port)"),
            ], configuration: configuration)
        let connection = try RawConnection(port: worker.port)
        try connection.send(worker.caller().request("GET", "/api/datasources/proxy/uid/p2/x", close: false))
        let socket = try #require(try accepted.wait(for: "the source to begin") { $0 != nil })
        try worker.drip(until: connection) {
            do { try socket.send([0x78]) } catch {}
        }
        let answer = try connection.readAnswer()
        #expect(answer.status == 504)
        #expect(try answer.json()["phase"]?.string == UpstreamPhase.firstByte.rawValue)
    }

    @Test("A-145: a connection over HTTP/2 has a head's time for its first request, however often a byte comes")
    func aSlowHeadOverHTTP2Ends() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("x"))] }
        var configuration = WorkerConfiguration()
        configuration.downstream.headTimeoutMilliseconds = Self.moment
        let worker = try RunningWorker(
            house, sources: [try house.source(url: upstream.url)], configuration: configuration,
            certificate: CallerCertificate(try TLSAuthority().serverContext()), isPatient: false)
        let client = try HTTP2Client(port: worker.port)
        let block = HTTP2Client.request("GET", "/api/x", [("x-slow", String(repeating: "x", count: 5_000))])
        let frame = HTTP2Client.Frame(HTTP2Client.headers, flags: 5, stream: 1, block).bytes
        var isEnded = false
        for byte in frame.dropLast() where !isEnded {
            do { try client.tls.send([byte]) } catch { isEnded = true }
            // A whole call between two bytes; it may have too little time itself.
            _ = try? worker.caller().call("GET", Self.path)
        }
        #expect(isEnded)
    }

    @Test("A-152: a source that begins no answer, or never ends its head, is answered for with 504")
    func aSlowAnswerEnds() throws {
        let gate = Gate()
        let upstream = try ScriptedUpstream { request in
            let begun = request.target == "/head" ? "HTTP/1.1 200 OK\r\nX-Slow: " : ""
            return [.sendBytewise(Array(begun.utf8)), .hold(gate)]
        }
        let worker = try worker(upstream) { $0.upstream.firstByteTimeoutMilliseconds = Self.moment }
        for target in ["silent", "head"] {
            let answer = try worker.caller().call("GET", "/api/datasources/proxy/uid/p1/\(target)")
            #expect(answer.status == 504)
            #expect(try answer.json()["phase"]?.string == UpstreamPhase.firstByte.rawValue)
        }
        gate.open()
    }

    @Test("A-152: an answer that stalls is broken off, and said to have stalled in its body")
    func aStalledAnswerEnds() throws {
        let gate = Gate()
        let upstream = try ScriptedUpstream { _ in
            [.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".utf8)), .hold(gate)]
        }
        let worker = try worker(upstream) { $0.upstream.idleTimeoutMilliseconds = Self.moment }
        let connection = try RawConnection(port: worker.port)
        try connection.send(worker.caller().request("GET", Self.path, close: false))
        #expect(try connection.readAnswer().ending == .aborted)
        let observed = try worker.observed(1)[0]
        #expect(observed.status == 504 && observed.phase == .body)
        gate.open()
    }
}
