import Downstream
import TestSupport
import Testing

@testable import Proxy

/// Frames and heads that RFC 9113 forbids, and what is done about each: cases in the manner of h2spec.
@Suite struct HTTP2ConformanceTests {
    typealias Frame = HTTP2Client.Frame

    enum Ruling: Sendable, Equatable {
        /// GOAWAY with this code, and the end.
        case connection(UInt32)
        /// RST_STREAM on stream 1; the connection serves the next request.
        case stream(UInt32)
        /// The request on stream 1 is answered.
        case answered
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let section: String
        let bytes: [UInt8]
        let ruling: Ruling

        init(_ section: String, _ ruling: Ruling, _ frames: [Frame]) {
            (self.section, self.ruling) = (section, ruling)
            bytes = frames.flatMap(\.bytes)
        }

        var testDescription: String { section }
    }

    private static let (noError, protocolError, flowControl, streamClosed, frameSize, compression) =
        (UInt32(0), UInt32(1), UInt32(3), UInt32(5), UInt32(6), UInt32(9))
    static let (data, headers, priority, reset, settings, push, ping, goAway, window, continuation) =
        (UInt8(0), UInt8(1), UInt8(2), UInt8(3), UInt8(4), UInt8(5), UInt8(6), UInt8(7), UInt8(8), UInt8(9))

    private static func get(_ flags: UInt8 = 5, _ extra: [(String, String)] = []) -> Frame {
        Frame(headers, flags: flags, stream: 1, HTTP2Client.request("GET", "/api/x", extra))
    }

    private static func head(_ fields: [(String, String)], flags: UInt8 = 5) -> Frame {
        Frame(headers, flags: flags, stream: 1, HTTP2Client.block(fields))
    }

    private static let pseudo = [
        (":method", "GET"), (":scheme", "https"), (":authority", "localhost"), (":path", "/api/x"),
    ]

    static let frames: [Case] = [
        Case(
            "4.2 a frame longer than SETTINGS_MAX_FRAME_SIZE", .connection(frameSize),
            [
                get(4), Frame(headers, flags: 4, stream: 3, [UInt8](repeating: 0, count: 16_385)),
            ]),
        Case(
            "4.3 a head that HPACK cannot read", .connection(compression), [Frame(headers, flags: 5, stream: 1, [0x80])]
        ),
        Case(
            "4.3 another frame within a head", .connection(protocolError),
            [get(1), Frame(ping, [UInt8](repeating: 0, count: 8))]),
        Case("5.1 idle: DATA", .connection(protocolError), [Frame(data, flags: 1, stream: 1, [1])]),
        Case("5.1 idle: RST_STREAM", .connection(protocolError), [Frame(reset, stream: 1, HTTP2Client.word(8))]),
        Case("5.1 idle: WINDOW_UPDATE", .connection(protocolError), [Frame(window, stream: 1, HTTP2Client.word(8))]),
        Case("5.1 idle: CONTINUATION", .connection(protocolError), [Frame(continuation, flags: 4, stream: 1, [])]),
        Case("5.1 half-closed: DATA", .connection(streamClosed), [get(), Frame(data, flags: 1, stream: 1, [1])]),
        Case(
            "5.1.1 an even stream", .connection(protocolError),
            [Frame(headers, flags: 5, stream: 2, HTTP2Client.block(pseudo))]),
        Case(
            "5.3.1 a stream that depends on itself is as any other", .answered,
            [
                Frame(headers, flags: 0x25, stream: 1, HTTP2Client.word(3) + [15] + HTTP2Client.block(pseudo))
            ]),
        Case("5.5 unknown frames are passed over", .answered, [Frame(0x16, [1, 2, 3]), get()]),
        Case(
            "5.5 a caller's ALTSVC and ORIGIN are passed over", .answered, [Frame(0x0A, [0, 0]), Frame(0x0C), get()]),
        Case("6.1 DATA on stream 0", .connection(protocolError), [Frame(data, flags: 1, [1])]),
        Case(
            "6.1 padding as long as the frame", .connection(protocolError),
            [get(4), Frame(data, flags: 9, stream: 1, [4, 0, 0, 0])]),
        Case(
            "6.2 HEADERS on stream 0", .connection(protocolError), [Frame(headers, flags: 5, HTTP2Client.block(pseudo))]
        ),
        Case(
            "6.2 padding longer than the head", .connection(protocolError),
            [Frame(headers, flags: 13, stream: 1, [200] + HTTP2Client.block(pseudo))]),
        Case("6.3 PRIORITY on stream 0", .connection(protocolError), [Frame(priority, [0, 0, 0, 0, 1])]),
        Case("6.4 RST_STREAM on stream 0", .connection(protocolError), [Frame(reset, HTTP2Client.word(8))]),
        Case("6.4 RST_STREAM of 3 bytes", .connection(frameSize), [get(4), Frame(reset, stream: 1, [0, 0, 8])]),
        Case(
            "6.5 SETTINGS acknowledged with a payload", .connection(frameSize),
            [Frame(settings, flags: 1, [0, 3, 0, 0, 0, 1])]),
        Case("6.5 SETTINGS on a stream", .connection(protocolError), [Frame(settings, stream: 1, [])]),
        Case("6.5 SETTINGS of 5 bytes", .connection(frameSize), [Frame(settings, [0, 3, 0, 0, 0])]),
        Case("6.5.2 ENABLE_PUSH of 2", .connection(protocolError), [Frame(settings, [0, 2, 0, 0, 0, 2])]),
        Case(
            "6.5.2 INITIAL_WINDOW_SIZE beyond 2^31-1", .connection(flowControl),
            [Frame(settings, [0, 4, 0x80, 0, 0, 0])]),
        Case("6.5.2 MAX_FRAME_SIZE of 0", .connection(protocolError), [Frame(settings, [0, 5, 0, 0, 0, 0])]),
        Case("6.5.2 MAX_FRAME_SIZE beyond 2^24-1", .connection(protocolError), [Frame(settings, [0, 5, 1, 0, 0, 0])]),
        Case("6.5.2 unknown settings are passed over", .answered, [Frame(settings, [0, 0x77, 1, 2, 3, 4]), get()]),
        Case(
            "6.6 a caller's PUSH_PROMISE", .connection(protocolError),
            [Frame(push, flags: 4, stream: 1, HTTP2Client.word(2))]),
        Case(
            "6.7 PING on a stream", .connection(protocolError),
            [Frame(ping, stream: 1, [UInt8](repeating: 0, count: 8))]),
        Case("6.7 PING of 7 bytes", .connection(frameSize), [Frame(ping, [UInt8](repeating: 0, count: 7))]),
        Case(
            "6.8 GOAWAY on a stream", .connection(protocolError),
            [Frame(goAway, stream: 1, [UInt8](repeating: 0, count: 8))]),
        Case("6.9 a window opened by 0", .connection(protocolError), [Frame(window, HTTP2Client.word(0))]),
        Case(
            "6.9 a stream's window opened by 0", .connection(protocolError),
            [get(4), Frame(window, stream: 1, HTTP2Client.word(0))]),
        Case("6.9 WINDOW_UPDATE of 3 bytes", .connection(frameSize), [Frame(window, [0, 0, 1])]),
        Case("6.9.1 a window beyond 2^31-1", .connection(flowControl), [Frame(window, HTTP2Client.word(0x7FFF_FFFF))]),
        Case(
            "6.10 a head in pieces", .answered,
            [
                Frame(headers, flags: 1, stream: 1, Array(HTTP2Client.block(pseudo).prefix(9))),
                Frame(continuation, flags: 4, stream: 1, Array(HTTP2Client.block(pseudo).dropFirst(9))),
            ]),
        Case(
            "6.10 CONTINUATION of another stream", .connection(protocolError),
            [get(1), Frame(continuation, flags: 4, stream: 3, [])]),
    ]

    static let heads: [Case] = [
        Case(
            "8.1 trailers are dropped", .answered,
            [
                get(4, [("content-length", "1")]), Frame(data, stream: 1, [1]), head([("x-trailer", "1")]),
            ]),
        Case(
            "8.1 trailers that do not end the stream", .stream(protocolError),
            [get(4), head([("x-trailer", "1")], flags: 4)]),
        Case(
            "8.1.1 fewer bytes than Content-Length says", .stream(protocolError),
            [get(4, [("content-length", "2")]), Frame(data, flags: 1, stream: 1, [1])]),
        Case(
            "8.1.1 more bytes than Content-Length says", .stream(protocolError),
            [get(4, [("content-length", "1")]), Frame(data, flags: 1, stream: 1, [1, 2])]),
        Case("8.1.1 a length and no body", .stream(protocolError), [get(5, [("content-length", "1")])]),
        Case("8.2.1 a name in upper case", .stream(protocolError), [get(5, [("X-Test", "1")])]),
        Case("8.2.1 a line end in a value", .stream(protocolError), [get(5, [("x-test", "a\r\nx-other: b")])]),
        Case("8.2.1 a NUL in a value", .stream(protocolError), [get(5, [("x-test", "a\0b")])]),
        Case("8.2.1 a space in a name", .stream(protocolError), [get(5, [("x test", "1")])]),
        Case("8.2.2 connection", .stream(protocolError), [get(5, [("connection", "keep-alive")])]),
        Case("8.2.2 transfer-encoding", .stream(protocolError), [get(4, [("transfer-encoding", "chunked")])]),
        Case("8.2.2 upgrade", .stream(protocolError), [get(5, [("upgrade", "websocket")])]),
        Case("8.2.2 te with more than trailers", .stream(protocolError), [get(5, [("te", "gzip")])]),
        Case("8.2.2 te with trailers", .answered, [get(5, [("te", "trailers")])]),
        Case("8.3 an unknown pseudo-field", .stream(protocolError), [head(pseudo + [(":test", "1")])]),
        Case("8.3 a pseudo-field of answers", .stream(protocolError), [head(pseudo + [(":status", "200")])]),
        Case(
            "8.3 a pseudo-field behind a field", .stream(protocolError),
            [head(Array(pseudo.dropLast()) + [("x", "1"), (":path", "/api/x")])]),
        Case("8.3 a pseudo-field in trailers", .stream(protocolError), [get(4), head([(":path", "/")])]),
        Case("8.3.1 no method", .stream(protocolError), [head(Array(pseudo.dropFirst()))]),
        Case("8.3.1 no scheme", .stream(protocolError), [head(pseudo.filter { $0.0 != ":scheme" })]),
        Case("8.3.1 no path", .stream(protocolError), [head(Array(pseudo.dropLast()))]),
        Case("8.3.1 an empty path", .stream(protocolError), [head(Array(pseudo.dropLast()) + [(":path", "")])]),
        Case("8.3.1 two paths", .stream(protocolError), [head(pseudo + [(":path", "/api/x")])]),
        Case("8.3.1 two authorities", .stream(protocolError), [head([(":authority", "localhost")] + pseudo)]),
        Case("8.3.1 a host that differs", .stream(protocolError), [get(5, [("host", "other.test")])]),
        Case(
            "8.3.1 a line end in the path", .stream(protocolError),
            [head(Array(pseudo.dropLast()) + [(":path", "/api/x HTTP/1.1\r\nx: y")])]),
        Case(
            "8.3.1 a space in the path", .stream(protocolError),
            [head(Array(pseudo.dropLast()) + [(":path", "/api/x y")])]),
        Case(
            "8.3.1 a line end in the authority", .stream(protocolError),
            [
                head([(":method", "GET"), (":scheme", "https"), (":authority", "a\r\nb: c"), (":path", "/api/x")])
            ]),
        Case(
            "8.5 CONNECT without its form", .stream(protocolError),
            [head([(":method", "CONNECT")] + pseudo.dropFirst())]),
    ]

    private static func makeWorker() throws -> RunningWorker {
        try RunningWorker(
            try SealedHouse(), sources: [], certificate: CallerCertificate(try TLSAuthority().serverContext()))
    }

    private static func judge(_ one: Case, _ worker: RunningWorker) throws {
        let client = try HTTP2Client(port: worker.port)
        client.sendTolerant(one.bytes)
        switch one.ruling {
        case .connection(let code): #expect(try client.end() == code, "\(one.section)")
        case .answered: #expect(try client.answer(on: 1).status == 200, "\(one.section)")
        case .stream(let code):
            while client.answers[1]?.reset == nil, client.answers[1]?.isWhole != true, try client.next() != nil {}
            let answer = client.answers[1]
            #expect(answer?.reset == code, "\(one.section)")
            try client.ask("GET", "/api/next", stream: 5)
            #expect(try client.answer(on: 5).status == 200, "\(one.section)")
        }
    }

    @Test("A-164: frames against RFC 9113 sections 4 to 6")
    func framesAreJudged() throws {
        let worker = try Self.makeWorker()
        for one in Self.frames { try Self.judge(one, worker) }
        try worker.quiet()
    }

    @Test("A-119: heads against RFC 9113 section 8")
    func headsAreJudged() throws {
        let worker = try Self.makeWorker()
        for one in Self.heads { try Self.judge(one, worker) }
        try worker.quiet()
    }

    @Test(
        "A-164: frames of a request on a stream that its caller has ended", arguments: [true, false], [data, headers])
    func framesOnEndedStreamsAreRefused(_ isReset: Bool, _ type: UInt8) throws {
        let worker = try Self.makeWorker()
        let client = try HTTP2Client(port: worker.port)
        try client.ask("POST", "/api/x", stream: 1, ends: !isReset)
        if isReset {
            try client.send(Frame(Self.reset, stream: 1, HTTP2Client.word(8)))
        } else {
            #expect(try client.answer(on: 1).status == 200)
        }
        // What may still come, and what the next request is.
        try client.send(
            Frame(Self.window, stream: 1, HTTP2Client.word(8)), Frame(Self.reset, stream: 1, HTTP2Client.word(8)),
            Frame(Self.priority, stream: 1, [0, 0, 0, 0, 1]))
        try client.ask("GET", "/api/next", stream: 3)
        #expect(try client.answer(on: 3).status == 200)
        try client.send(
            Frame(type, flags: 5, stream: 1, type == Self.data ? [1] : HTTP2Client.request("GET", "/api/x")))
        #expect(try client.end() == Self.streamClosed)
        try worker.quiet()
    }

    @Test("streams that no caller may begin are no ended ones", arguments: [0, 2])
    func otherStreamsAreWrongAsBefore(_ stream: UInt32) throws {
        let worker = try Self.makeWorker()
        let client = try HTTP2Client(port: worker.port)
        for stream: UInt32 in [1, 3] {
            try client.ask("GET", "/api/x", stream: stream)
            #expect(try client.answer(on: stream).status == 200)
        }
        try client.send(Frame(Self.headers, flags: 5, stream: stream, HTTP2Client.block(Self.pseudo)))
        #expect(try client.end() == Self.protocolError)
        try worker.quiet()
    }

    @Test("what is on its way to a stream that the server has reset is passed over, however much it is")
    func framesOnResetStreamsArePassedOver() throws {
        let worker = try Self.makeWorker()
        let client = try HTTP2Client(port: worker.port)
        try client.send(Self.get(4, [("X-Capital", "1")]))
        while client.answers[1]?.reset == nil, try client.next() != nil {}
        try client.send(
            Frame(Self.data, stream: 1, [1]), Self.head([("x-trailer", "1")]), Frame(Self.data, stream: 1, [1]))
        for _ in 0..<12 {
            let frames = (0..<100).flatMap { _ in Frame(Self.data, stream: 1, [1]).bytes }
            client.sendTolerant(frames)
        }
        try client.ask("GET", "/api/next", stream: 3)
        #expect(try client.answer(on: 3).status == 200)
    }

    @Test("3.4: the server says its settings before it has heard anything")
    func settingsComeUnasked() throws {
        let worker = try Self.makeWorker()
        let client = try HTTP2Client(port: worker.port, hello: [])
        // Not as a frame, which the client would answer at once.
        guard case .bytes(let bytes) = try client.tls.receive(by: .generous) else {
            Issue.record("the server has said nothing")
            return
        }
        #expect(bytes.count >= 9 && bytes[3] == Self.settings)
        try client.tls.send(HTTP2Client.preface + Frame(Self.settings).bytes)
        try client.ask("GET", "/api/x", stream: 1)
        #expect(try client.answer(on: 1).status == 200)
    }

    @Test func somethingElseThanThePrefaceIsTheEnd() throws {
        let worker = try Self.makeWorker()
        let client = try HTTP2Client(port: worker.port, hello: Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
        _ = try client.end()
        #expect(client.answers.isEmpty)
        try worker.quiet()
    }

    @Test("A-164: PING is answered with what it holds")
    func pingsAreAnswered() throws {
        let worker = try Self.makeWorker()
        let client = try HTTP2Client(port: worker.port)
        try client.send(Frame(HTTP2Client.ping, [1, 2, 3, 4, 5, 6, 7, 8]))
        while let frame = try client.next() {
            guard frame.type == HTTP2Client.ping else { continue }
            #expect(frame.flags == 1 && frame.payload == [1, 2, 3, 4, 5, 6, 7, 8])
            break
        }
    }

    @Test("an idle connection is told and ends when the worker drains")
    func idleConnectionsEndWithTheWorker() throws {
        let worker = try Self.makeWorker()
        let client = try HTTP2Client(port: worker.port)
        try client.ask("GET", "/api/x", stream: 1)
        #expect(try client.answer(on: 1).status == 200)
        worker.drain()
        #expect(try client.end() == 0)
        try worker.state.wait(for: "the worker's end") { $0.hasEnded }
    }
}
