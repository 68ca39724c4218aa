import Downstream
import TestSupport
import Testing
import Upstream

@testable import Proxy

/// How long a source is kept waiting for a caller's body, over real sockets. Each test waits for what a clock brings, for as long as that
/// takes.
@Suite struct WorkerBodyPaceTests {
    private static let path = "/api/datasources/proxy/uid/p1/x"
    private static let early = "/api/datasources/proxy/uid/p2/x"
    private static let moment: UInt64 = 200
    private let house: SealedHouse
    private let patient: ScriptedUpstream

    init() throws {
        house = try SealedHouse()
        patient = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("x"))] }
    }

    /// A source that waits for requests and one that answers whoever connects, with what it does from then on.
    private func worker(
        _ patient: ScriptedUpstream, _ early: ScriptedUpstream, jsonData: String = "{}",
        _ change: (inout WorkerConfiguration) -> Void
    ) throws -> RunningWorker {
        var configuration = WorkerConfiguration()
        change(&configuration)
        let sources = [try house.source(url: patient.url), try house.source(id: 2, url: early.url, jsonData: jsonData)]
        return try RunningWorker(house, sources: sources, configuration: configuration)
    }

    @Test("A-146: a proxied body that drips is answered 408, however often a byte of it comes")
    func aDrippingProxiedBodyEnds() throws {
        let worker = try worker(patient, patient) {
            $0.requestWaitMilliseconds = Self.moment
            // A byte and a call beside it take less than a millisecond.
            $0.requestBytesPerSecondMin = 1_000_000
        }
        for framing in [("Content-Length", "1000000"), ("Transfer-Encoding", "chunked")] {
            let connection = try RawConnection(port: worker.port)
            try connection.send(worker.caller().request("POST", Self.path, fields: [framing], close: false))
            let drop = Array((framing.0 == "Content-Length" ? "x" : "1\r\nx\r\n").utf8)
            try worker.drip(until: connection) { try connection.sendTolerant(drop) }
            let answer = try connection.readAnswer(to: "POST")
            #expect(answer.status == 408 && answer.field("connection") == "close")
        }
        // Two of those that dripped, and what was called beside them.
        let ended = try patient.connections.wait(for: "the sources' connections to end") { connections in
            connections.filter { $0.ending == .resetByPeer }.count == 2
        }
        #expect(!ended.flatMap(\.requests).contains { $0.method == "POST" })
    }

    @Test("a caller may read an answer that has begun before it sends the rest of its body")
    func aBodyBehindItsAnswerIsNotHurried() throws {
        let wait = try #require(try (0..<10).map { Self.moment << $0 }.first { try readsBeforeItSends($0) })
        #expect(wait >= Self.moment)
    }

    /// False when the answer did not begin in time: then nothing was shown.
    private func readsBeforeItSends(_ wait: UInt64) throws -> Bool {
        let gate = Gate()
        let begun = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na".utf8)
        let early = try ScriptedUpstream(
            onAccept: { _ in [.send(begun), .hold(gate), .send([UInt8(ascii: "b")]), .awaitPeer] }, answer: { _ in [] })
        let worker = try worker(patient, early) { $0.requestWaitMilliseconds = wait }
        let fields = [("Content-Length", "1000")]
        let connection = try RawConnection(port: worker.port)
        try connection.send(worker.caller().request("POST", Self.early, fields: fields, close: false))
        let line = try connection.readUntil { $0.count >= 12 }
        guard line.starts(with: Array("HTTP/1.1 200".utf8)) else { return false }
        // One that began later runs out of time.
        let other = try RawConnection(port: worker.port)
        try other.send(worker.caller().request("POST", Self.path, fields: fields, close: false))
        let late = try other.readAnswer(to: "POST")
        #expect(late.status == 408, "\(late.text)")
        gate.open()
        let answer = try connection.readAnswer(to: "POST")
        #expect(answer.status == 200 && answer.body == Array("ab".utf8) && early.connections.current.count == 1)
        return true
    }

    @Test("a source may let its callers take their time")
    func aSourceHasItsOwnRate() throws {
        let worker = try worker(patient, patient, jsonData: #"{"minRequestBytesPerSecond":0}"#) {
            $0.requestWaitMilliseconds = Self.moment
        }
        let (one, other) = (try RawConnection(port: worker.port), try RawConnection(port: worker.port))
        for (connection, path) in [(one, Self.early), (other, Self.path)] {
            let fields = [("Content-Length", "1")]
            try connection.send(worker.caller().request("POST", path, fields: fields, close: false))
        }
        #expect(try other.readAnswer(to: "POST").status == 408)
        try one.send("x")
        #expect(try one.readAnswer(to: "POST").status == 200)
    }

    private static let longAnswer =
        Array("HTTP/1.1 200 OK\r\nContent-Length: 20000000\r\n\r\n".utf8) + [UInt8](repeating: 0x61, count: 20_000_000)

    @Test("A-146: whoever reads nothing of an answer is ended, however often a byte of its body comes")
    func drippingIsNoReading() throws {
        let early = try ScriptedUpstream(onAccept: { _ in [.send(Self.longAnswer), .awaitPeer] }, answer: { _ in [] })
        let worker = try worker(patient, early) { $0.downstream.stallTimeoutMilliseconds = Self.moment }
        let connection = try RawConnection(port: worker.port)
        let fields = [("Content-Length", "1000000")]
        try connection.send(worker.caller().request("POST", Self.early, fields: fields, close: false))
        for _ in 0..<10_000 {
            do { try connection.send([0x78]) } catch { return #expect(early.connections.current.count == 1) }
            try worker.caller().call("GET", Self.path)
        }
        Issue.record("it was not ended as long as bytes came")
    }

    @Test("the end of a body does not hurry an answer that has begun")
    func theEndOfABodyHurriesNothing() throws {
        let (early, silent) = (
            try ScriptedUpstream(onAccept: { _ in [.send(Self.longAnswer), .awaitPeer] }, answer: { _ in [] }),
            try ScriptedUpstream { _ in [.awaitPeer] }
        )
        let worker = try worker(silent, early) { $0.upstream.firstByteTimeoutMilliseconds = Self.moment }
        let connection = try RawConnection(port: worker.port)
        let fields = [("Content-Length", "10")]
        try connection.send(worker.caller().request("POST", Self.early, fields: fields, close: false))
        let head = try connection.readUntil { $0.count >= 12 }
        #expect(head.starts(with: Array("HTTP/1.1 200".utf8)))
        try connection.send("0123456789")
        // One that began later is late.
        #expect(try worker.caller().call("GET", Self.path).status == 504)
        let answer = try connection.readAnswer(to: "POST")
        #expect(answer.body.count == 20_000_000)
        #expect(early.connections.current.count == 1 && silent.connections.current.count == 1)
    }
}
