import TestSupport
import Testing

@testable import Proxy

/// What one source may take, and how calls are told that it is too much.
@Suite struct WorkerLimitsTests {
    private static let path = "/api/datasources/proxy/uid/p1/x"
    private let house: SealedHouse

    init() throws { house = try SealedHouse() }

    private func worker(
        _ upstream: ScriptedUpstream, jsonData: String = "{}", configuration: WorkerConfiguration = .init()
    ) throws -> RunningWorker {
        try RunningWorker(
            house,
            sources: [
                try house.source(url: upstream.url, jsonData: jsonData),
                try house.source(id: 2, url: upstream.url),
            ], configuration: configuration)
    }

    // MARK: Breaker and bulkhead

    @Test("A-153: a source that does not answer is refused at once after some failures, and others are not")
    func aDeadSourceFailsFast() throws {
        let upstream = try ScriptedUpstream { request in
            request.target == "/dead" ? [.close] : [.send(ScriptedUpstream.answer("alive"))]
        }
        var configuration = WorkerConfiguration()
        configuration.upstream.breaker.waitMilliseconds = 3_600_000
        configuration.upstream.breaker.waitMillisecondsMax = 3_600_000
        let worker = try worker(upstream, jsonData: #"{"circuitBreakerFailures":2}"#, configuration: configuration)
        let dead = "/api/datasources/proxy/uid/p1/dead"
        for _ in 1...2 { #expect(try worker.caller().call("GET", dead).status == 502) }
        let connections = upstream.connectionCount
        let refused = try worker.caller().call("GET", Self.path)
        #expect(refused.status == 503 && refused.field("retry-after") == "3600")
        #expect(try refused.json()["phase"]?.string == "connect")
        #expect(
            try refused.json()["message"]?.string
                == "The data source did not answer lately and is not asked for a moment")
        #expect(upstream.connectionCount == connections)
        #expect(try worker.caller().call("GET", "/api/datasources/proxy/uid/p2/x").text == "alive")
        #expect(try worker.observed(4)[2].status == 503)
    }

    @Test func answersOfAnyStatusKeepTheBreakerClosed() throws {
        let upstream = try ScriptedUpstream { _ in
            [.send(ScriptedUpstream.answer("no", status: "503 Service Unavailable"))]
        }
        let worker = try worker(upstream, jsonData: #"{"circuitBreakerFailures":1}"#)
        for _ in 1...5 { #expect(try worker.caller().call("GET", Self.path).text == "no") }
    }

    @Test func callsBeyondASourcesShareAreRefused() throws {
        let gate = Gate()
        let upstream = try ScriptedUpstream { _ in [.hold(gate), .send(ScriptedUpstream.answer("late"))] }
        let worker = try worker(upstream, jsonData: #"{"maxConcurrentCalls":1}"#)
        let connection = try RawConnection(port: worker.port)
        try connection.send(worker.caller().request("GET", Self.path, close: false))
        _ = try upstream.connections.wait(for: "the first call") { $0.first?.requests.count == 1 }
        let refused = try worker.caller().call("GET", Self.path)
        #expect(refused.status == 503 && refused.field("retry-after") == "1")
        #expect(try refused.json()["message"]?.string == "Too many calls to the data source are under way")
        gate.open()
        #expect(try connection.readAnswer().text == "late")
        #expect(try worker.caller().call("GET", Self.path).text == "late")
    }

    // MARK: Bytes

    @Test("A-149: a request that says that it is too long goes nowhere")
    func aLongRequestIsRefused() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("ok"))] }
        let worker = try worker(upstream, jsonData: #"{"maxRequestBytes":10}"#)
        #expect(try worker.caller().call("POST", Self.path, body: Array("0123456789".utf8)).text == "ok")
        let refused = try worker.caller().call("POST", Self.path, body: Array("0123456789+".utf8))
        #expect(refused.status == 413)
        #expect(upstream.requests.count == 1)
    }

    @Test("A-149: a request in chunks ends where it becomes too long, and the source does not take it for whole")
    func aLongRequestInChunksIsCut() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("ok"))] }
        let worker = try worker(upstream, jsonData: #"{"maxRequestBytes":10}"#)
        let head = worker.caller().request("POST", Self.path, fields: [("Transfer-Encoding", "chunked")], close: false)
        let connection = try RawConnection(port: worker.port)
        try connection.send(head + Array("8\r\n01234567\r\n8\r\n01234567\r\n0\r\n\r\n".utf8))
        #expect(try connection.readAnswer(to: "POST").status == 413)
        #expect(upstream.requests.isEmpty)
        #expect(try worker.observed(1)[0].status == 413)
    }

    @Test("an answer that says that it is too long is refused before its first byte")
    func aLongAnswerIsRefused() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("0123456789+"))] }
        var configuration = WorkerConfiguration()
        configuration.responseBytesMax = 10
        let worker = try worker(upstream, jsonData: #"{"maxResponseBytes":100}"#, configuration: configuration)
        let refused = try worker.caller().call("GET", Self.path)
        #expect(refused.status == 502)
        #expect(try refused.json()["message"]?.string == "The data source's answer is too large")
        // A head alone is as long as it likes.
        #expect(try worker.caller().call("HEAD", Self.path).status == 200)
    }

    @Test("an answer that becomes too long is broken off, so that nobody takes it for whole")
    func aLongAnswerInChunksIsBrokenOff() throws {
        let (first, second) = (Gate(), Gate())
        let upstream = try ScriptedUpstream { _ in
            [
                .send(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n01234567\r\n".utf8)),
                .hold(first),
                .send(Array("8\r\n01234567\r\n0\r\n\r\n".utf8)), .hold(second),
            ]
        }
        let worker = try worker(upstream, jsonData: #"{"maxResponseBytes":10}"#)
        let connection = try RawConnection(port: worker.port)
        try connection.send(worker.caller().request("GET", Self.path, close: false))
        let begun = try connection.readUntil { $0.suffix(10) == Array("01234567\r\n".utf8) }
        #expect(String(decoding: begun, as: UTF8.self).hasPrefix("HTTP/1.1 200 OK"))
        first.open()
        #expect(try connection.readAnswer().ending == .aborted)
        #expect(try worker.observed(1)[0].status == 502)
        second.open()
    }
}
