import Bytes
import HTTP
import Testing

@testable import Downstream

@Suite struct HTTP2RequestHeadTests {
    private static func outcome(
        _ fields: [(String, String)], endsStream: Bool = true, limits: HeadLimits = HeadLimits()
    ) -> (outcome: HTTP2RequestHead.Outcome, text: String) {
        var head = HTTP2RequestHead(limits: limits)
        for (name, value) in fields { head.add(Array(name.utf8).span, Array(value.utf8).span) }
        var text = ByteBuffer()
        let outcome = head.finish(endsStream: endsStream, into: &text)
        return (outcome, String(decoding: text.span.copy(), as: UTF8.self))
    }

    private static func request(_ path: String = "/a?b", _ rest: [(String, String)] = []) -> [(String, String)] {
        [(":method", "GET"), (":scheme", "https"), (":authority", "x.test:1"), (":path", path)] + rest
    }

    @Test func fieldsBecomeAHead() {
        let (outcome, text) = Self.outcome(
            Self.request(
                "/a?b",
                [("cookie", "a=1"), ("accept", "*/*"), ("te", "trailers"), ("cookie", "b=2"), ("host", "x.test:1")]))
        #expect(outcome == .head(isChunked: false))
        #expect(
            text
                == "GET /a?b HTTP/1.1\r\nConnection: close\r\nHost: x.test:1\r\naccept: */*\r\nte: trailers\r\nCookie: a=1; b=2\r\n\r\n"
        )
    }

    @Test func aBodyIsFramedByItsLengthOrInChunks() {
        let length = Self.outcome(Self.request("/", [("content-length", "3")]), endsStream: false)
        #expect(length.outcome == .head(isChunked: false) && length.text.contains("content-length: 3\r\n"))
        let chunked = Self.outcome(Self.request("/"), endsStream: false)
        #expect(chunked.outcome == .head(isChunked: true) && chunked.text.contains("Transfer-Encoding: chunked\r\n"))
    }

    @Test(
        "A-119: what would mean something else in a line of HTTP/1.1 is malformed",
        arguments: ["/a b", "/a\r\nX: y", "/\0", "/ HTTP/1.1", "/a\tb", "", "/\u{7F}", "/é"])
    func controlBytesInPathsAreMalformed(_ path: String) {
        #expect(Self.outcome(Self.request(path)).outcome == .malformed)
        for index in [0, 2] {
            var fields = Self.request()
            fields[index].1 = path
            #expect(Self.outcome(fields).outcome == .malformed)
        }
    }

    @Test func twoHostsThatDifferAreMalformed() {
        #expect(Self.outcome(Self.request("/", [("host", "other.test")])).outcome == .malformed)
    }

    @Test("A-148: a list of fields is taken up to its bound")
    func longListsAreTooLarge() {
        let limits = HeadLimits(headBytesMax: 1_000, fieldsMax: 100, targetBytesMax: 500)
        let used = Self.request("/").reduce(0) { $0 + $1.0.utf8.count + $1.1.utf8.count + 32 }
        let room = 1_000 - used - 33
        let fits = Self.outcome(Self.request("/", [("x", String(repeating: "y", count: room))]), limits: limits)
        #expect(fits.outcome == .head(isChunked: false))
        let over = Self.outcome(Self.request("/", [("x", String(repeating: "y", count: room + 1))]), limits: limits)
        #expect(over.outcome == .tooLarge)
    }
}
