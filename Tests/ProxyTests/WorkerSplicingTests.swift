import TestSupport
import Testing

@testable import Proxy

/// Long answers pass through a pipe from the head on, once a source's connection has carried one.
@Suite struct WorkerSplicingTests {
    private let house: SealedHouse

    init() throws { house = try SealedHouse() }

    private static let path = "/api/datasources/proxy/uid/p1"

    private static func body(_ count: Int) -> String {
        var body = ""
        for line in 0..<count / 8 + 1 { body += String(10_000_000 + line) }
        return String(body.prefix(count))
    }

    /// Answers with as many bytes as the last segment of the path says.
    private func upstream(_ steps: @escaping @Sendable (_ head: [UInt8], _ body: String) -> [ScriptedUpstream.Step])
        throws
        -> ScriptedUpstream
    {
        try ScriptedUpstream { request in
            let body = Self.body(Int(request.target.split(separator: "/").last ?? "") ?? 0)
            return steps(Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n".utf8), body)
        }
    }

    @Test(
        "answers of any length in any order arrive whole over one connection, also where there is no pipe",
        arguments: [0, 1])
    func answersArriveWhole(_ pipesMax: Int) throws {
        let upstream = try upstream { head, body in [.send(head + body.utf8)] }
        var configuration = WorkerConfiguration()
        configuration.pipesMax = pipesMax
        let worker = try RunningWorker(
            house, sources: [try house.source(url: upstream.url)], configuration: configuration)
        let connection = try RawConnection(port: worker.port)
        for count in [100_000, 100_000, 300, 0, 200_000, 3_900, 4_200, 60_000, 60_000, 3_000_000, 5, 100_000] {
            try connection.send(worker.caller().request("GET", "\(Self.path)/\(count)", close: false))
            let answer = try connection.readAnswer()
            #expect(answer.text == Self.body(count) && answer.ending == .complete, "\(count)")
        }
        #expect(upstream.connectionCount == 1)
        #expect(worker.state.current.pipes == pipesMax)
        #expect(try worker.observed(12).map(\.responseBytes).max() == 3_000_000)
    }

    @Test("short answers take no pipe")
    func shortAnswersTakeNoPipe() throws {
        let upstream = try upstream { head, body in [.send(head + body.utf8)] }
        let worker = try RunningWorker(house, sources: [try house.source(url: upstream.url)])
        for count in [1_000, 40_000, 40_000] {
            #expect(try worker.caller().call("GET", "\(Self.path)/\(count)").text == Self.body(count))
        }
        try worker.quiet()
        #expect(worker.state.current.pipes == 0)
    }

    @Test("the source is known to send long answers and its next one breaks off", arguments: [0, 1, 5_000, 99_999])
    func anAnswerThatBreaksOffIsCut(_ sent: Int) throws {
        let upstream = try upstream { head, body in
            body.utf8.count == 99_000 ? [.send(head + body.utf8)] : [.send(head + body.utf8.prefix(sent)), .close]
        }
        let worker = try RunningWorker(house, sources: [try house.source(url: upstream.url)])
        let connection = try RawConnection(port: worker.port)
        try connection.send(worker.caller().request("GET", "\(Self.path)/99000", close: false))
        #expect(try connection.readAnswer().ending == .complete)
        try connection.send(worker.caller().request("GET", "\(Self.path)/100000", close: false))
        let answer = try connection.readAnswer()
        #expect(answer.status == 200 && answer.ending == .aborted)
        #expect(answer.text == Self.body(sent))
        #expect(try worker.observed(2).last?.phase == .body)
    }

    @Test("a head longer than its first read is read on")
    func aLongHeadIsReadOn() throws {
        let upstream = try upstream { head, body in
            let fields = (0..<60).map { "X-\($0): \(String(repeating: "v", count: 100))\r\n" }.joined()
            return [.send(head.dropLast(2) + Array((fields + "\r\n" + body).utf8))]
        }
        let worker = try RunningWorker(house, sources: [try house.source(url: upstream.url)])
        let connection = try RawConnection(port: worker.port)
        for _ in 0..<3 {
            try connection.send(worker.caller().request("GET", "\(Self.path)/100000", close: false))
            let answer = try connection.readAnswer()
            #expect(answer.text == Self.body(100_000) && answer.field("x-59")?.count == 100)
        }
    }

    @Test("what a source has sent before it pauses arrives before the rest")
    func aPauseHoldsNothingBack() throws {
        let gate = Gate()
        let upstream = try upstream { head, body in
            body.utf8.count == 99_000
                ? [.send(head + body.utf8)]
                : [.send(head + body.utf8.prefix(20_000)), .hold(gate), .send(Array(body.utf8.dropFirst(20_000)))]
        }
        let worker = try RunningWorker(house, sources: [try house.source(url: upstream.url)])
        let connection = try RawConnection(port: worker.port)
        try connection.send(worker.caller().request("GET", "\(Self.path)/99000", close: false))
        _ = try connection.readAnswer()
        try connection.send(worker.caller().request("GET", "\(Self.path)/100000", close: false))
        let came = try connection.readUntil { String(decoding: $0, as: UTF8.self).contains(Self.body(20_000)) }
        #expect(came.count < 21_000)
        gate.open()
        #expect(try connection.readUntil { $0.count >= 100_000 }.count >= 100_000)
    }
}
