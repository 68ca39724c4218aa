import Catalog
import Downstream
import TestSupport
import Testing

@testable import Proxy

/// What a peer sends too much of over HTTP/2, each frame of it allowed.
@Suite struct HTTP2FloodTests {
    typealias Frame = HTTP2Client.Frame

    private static let protocolError: UInt32 = 1

    private static func makeWorker(
        _ sources: (SealedHouse) throws -> [StoredDataSource] = { _ in [] },
        _ edit: (inout WorkerConfiguration) -> Void = { _ in }
    ) throws -> RunningWorker {
        var configuration = WorkerConfiguration()
        edit(&configuration)
        let house = try SealedHouse()
        return try RunningWorker(
            house, sources: try sources(house), configuration: configuration,
            certificate: CallerCertificate(try TLSAuthority().serverContext()))
    }

    private static func get(_ flags: UInt8, stream: UInt32 = 1) -> [UInt8] {
        Frame(HTTP2Client.headers, flags: flags, stream: stream, HTTP2Client.request("GET", "/api/x")).bytes
    }

    /// Sends `bytes` again and again until the server has had enough; the code of its GOAWAY.
    private static func flood(_ first: [UInt8] = [], _ next: @escaping (UInt32) -> [UInt8]) throws -> UInt32? {
        let worker = try makeWorker()
        let client = try HTTP2Client(port: worker.port)
        client.sendTolerant(first)
        // Three times as much as any bound here.
        for index in 0..<UInt32(3_300) { client.sendTolerant(next(index)) }
        let code = try client.end()
        try worker.quiet()
        return code
    }

    @Test("A-164: floods of frames that bring nothing end the connection", arguments: 0..<8)
    func idleFloodsAreEnded(_ kind: Int) throws {
        let ping = Frame(HTTP2Client.ping, [UInt8](repeating: 0, count: 8)).bytes
        let floods: [(first: [UInt8], again: [UInt8])] = [
            ([], ping), ([], Frame(HTTP2Client.settings).bytes),
            ([], Frame(HTTP2Client.priority, flags: 0, stream: 3, [0, 0, 0, 0, 1]).bytes),
            (Self.get(4), Frame(HTTP2Client.data, stream: 1).bytes),
            ([], ping + Frame(HTTP2Client.windowUpdate, HTTP2Client.word(1)).bytes),
            // On a stream that nobody will open any more.
            (Self.get(5, stream: 9), Frame(HTTP2Client.priority, flags: 0, stream: 7, [0, 0, 0, 0, 1]).bytes),
            // Of a kind that nobody knows.
            ([], Frame(0x16, [1]).bytes),
            // All of it is padding.
            (Self.get(4), Frame(HTTP2Client.data, flags: 8, stream: 1, [2, 0, 0]).bytes),
        ]
        #expect(try Self.flood(floods[kind].first) { _ in floods[kind].again } == 11)
    }

    @Test("A-164: endless pieces of a head that nobody reads end the connection", arguments: ["skipped", "refused"])
    func ignoredContinuationsAreEnded(_ kind: String) throws {
        let capital = HTTP2Client.block([("Capital", "1")])
        let first =
            kind == "skipped"
            ? Self.get(5, stream: 9) + Self.get(1, stream: 7)
            : Frame(HTTP2Client.headers, flags: 1, stream: 1, HTTP2Client.request("GET", "/api/x") + capital).bytes
        let stream: UInt32 = kind == "skipped" ? 7 : 1
        let code = try Self.flood(first) { _ in
            Frame(HTTP2Client.continuation, stream: stream, HTTP2Client.block([("x", "y")])).bytes
        }
        #expect(code == 11)
    }

    @Test("A-164: rapid reset ends the connection")
    func rapidResetsAreEnded() throws {
        let code = try Self.flood { index in
            let stream = index * 2 + 1
            return Frame(
                HTTP2Client.headers, flags: 5, stream: stream, HTTP2Client.request("GET", "/api/x")
            ).bytes + Frame(HTTP2Client.resetStream, stream: stream, HTTP2Client.word(8)).bytes
        }
        #expect(code != nil && code != 0)
    }

    @Test("A-164: a head in endless pieces ends the connection")
    func continuationFloodsAreEnded() throws {
        let code = try Self.flood(Self.get(1)) { _ in
            Frame(HTTP2Client.continuation, stream: 1, HTTP2Client.block([("x", "y")])).bytes
        }
        #expect(code == 11)
    }

    @Test("A-148: a head beyond the announced size is refused alone")
    func longHeadsAreRefused() throws {
        let worker = try Self.makeWorker()
        let client = try HTTP2Client(port: worker.port)
        let value = String(repeating: "v", count: 6_000)
        let block = HTTP2Client.request("GET", "/api/x", (0..<8).map { ("x-\($0)", value) })
        try client.send(
            Frame(HTTP2Client.headers, flags: 1, stream: 1, Array(block.prefix(16_000))),
            Frame(HTTP2Client.continuation, stream: 1, Array(block.dropFirst(16_000).prefix(16_000))),
            Frame(HTTP2Client.continuation, flags: 4, stream: 1, Array(block.dropFirst(32_000))))
        #expect(try client.answer(on: 1).reset == 11)
        try client.ask("GET", "/api/x", stream: 3)
        #expect(try client.answer(on: 3).status == 200)
    }

    @Test("A-143: a target beyond its bound is refused alone")
    func longTargetsAreRefused() throws {
        let worker = try Self.makeWorker()
        let client = try HTTP2Client(port: worker.port)
        let block = HTTP2Client.request("GET", "/api/" + String(repeating: "x", count: 16 * 1024))
        try client.send(
            Frame(HTTP2Client.headers, flags: 1, stream: 1, Array(block.prefix(16_000))),
            Frame(HTTP2Client.continuation, flags: 4, stream: 1, Array(block.dropFirst(16_000))))
        #expect(try client.answer(on: 1).status == 414)
        try client.ask("GET", "/api/x", stream: 3)
        #expect(try client.answer(on: 3).status == 200)
    }

    @Test("A-164: streams beyond the number that was announced and acknowledged end the connection")
    func streamsAreBounded() throws {
        let worker = try Self.makeWorker({ _ in [] }) { $0.downstream.http2.streamsMax = 3 }
        let client = try HTTP2Client(port: worker.port)
        // Acknowledged, so that it binds.
        while let frame = try client.next(), frame.type != HTTP2Client.settings || frame.flags & 1 == 0 {}
        for stream: UInt32 in [1, 3, 5, 7] { try client.ask("POST", "/api/x", stream: stream, ends: false) }
        #expect(try client.end() == Self.protocolError)
        try worker.quiet()
    }

    @Test(
        "A-164: requests that the server has to reset are bounded as the peer's own resets are", arguments: [200, 201])
    func faultsAreBounded(_ count: UInt32) throws {
        // All of them may be under way before the first is reset.
        let worker = try Self.makeWorker({ _ in [] }) { $0.downstream.http2.streamsMax = 1_000 }
        let client = try HTTP2Client(port: worker.port)
        for index in 0..<count {
            // A name in capitals is malformed (RFC 9113 8.2).
            let block = HTTP2Client.request("GET", "/api/x", [("X-Capital", "1")])
            client.sendTolerant(Frame(HTTP2Client.headers, flags: 5, stream: index * 2 + 1, block).bytes)
        }
        client.sendTolerant(
            Frame(HTTP2Client.headers, flags: 5, stream: count * 2 + 1, HTTP2Client.request("GET", "/api/x")).bytes)
        guard count <= 200 else {
            #expect(try client.end() == 11)
            return
        }
        #expect(try client.answer(on: count * 2 + 1).status == 200)
        #expect(client.answers.values.count { $0.reset == Self.protocolError } == Int(count))
    }

    @Test("A-164: a body in frames of one byte takes no more room than another")
    func tinyFramesTakeNoMore() throws {
        let upstream = try ScriptedUpstream { [.send(ScriptedUpstream.answer("\($0.body.count)"))] }
        let worker = try Self.makeWorker { [try $0.source(url: upstream.url)] }
        let client = try HTTP2Client(port: worker.port)
        let token = ("authorization", "Bearer \(SealedHouse.admin)")
        try client.ask("POST", "/api/datasources/proxy/uid/p1/x", stream: 1, fields: [token], ends: false)
        let count = 40_000
        let frame = Frame(HTTP2Client.data, stream: 1, [0x62]).bytes
        client.sendTolerant((0..<count).flatMap { _ in frame } + Frame(HTTP2Client.data, flags: 1, stream: 1).bytes)
        let answer = try client.answer(on: 1)
        // With a chunk for each frame six bytes would have gone out for one.
        let sent = try #require(Int(answer.text))
        #expect(answer.status == 200 && sent >= count && sent < count * 2)
        #expect(upstream.requests[0].body.count { $0 == 0x62 } >= count)
    }

    @Test("A-148: a head of more fields than are allowed is refused alone", arguments: [90, 110])
    func fieldsAreCounted(_ count: Int) throws {
        let worker = try Self.makeWorker()
        let client = try HTTP2Client(port: worker.port)
        try client.ask("GET", "/api/x", stream: 1, fields: (0..<count).map { ("x-\($0)", "1") })
        #expect(try client.answer(on: 1).status == (count == 90 ? 200 : 431))
        try client.ask("GET", "/api/x", stream: 3)
        #expect(try client.answer(on: 3).status == 200)
    }
}
