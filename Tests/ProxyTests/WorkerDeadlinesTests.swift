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
        // A whole call between two bytes: time passes, and the head stays far below its bound of bytes.
        var drops = 0
        while drops < 10_000, (try? connection.readUntil(by: .after(seconds: 0)) { !$0.isEmpty }) == nil {
            drops += 1
            try connection.sendTolerant([0x78])
            // Its own head has no more time than the other: 408 where the machine paused in its midst.
            #expect([200, 408].contains(try worker.caller().call("GET", Self.path).status))
        }
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
