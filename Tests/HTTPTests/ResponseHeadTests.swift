import Bytes
import HTTP
import Testing

private let refusedResponses: [RefusedHead] = [
    RefusedHead(
        "A-120: two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", .twoContentLengths),
    RefusedHead("A-120: list of lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n", .badContentLength),
    RefusedHead(
        "A-120: length and coding", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        .lengthAndTransferEncoding),
    RefusedHead("A-120: bare LF", "HTTP/1.1 200 OK\nX: a\r\n\r\n", .bareLF),
    RefusedHead("A-120: field split by LF", "HTTP/1.1 200 OK\r\nX: a\nSet-Cookie: b\r\n\r\n", .bareLF),
    RefusedHead("A-120: status 0200", "HTTP/1.1 0200 OK\r\n\r\n", .badStatus),
    RefusedHead("A-120: status 99", "HTTP/1.1 99 Low\r\n\r\n", .badStatus),
    RefusedHead("A-120: status 099", "HTTP/1.1 099 Low\r\n\r\n", .badStatus),
    RefusedHead("A-120: status 1000", "HTTP/1.1 1000 High\r\n\r\n", .badStatus),
    RefusedHead("A-120: no status", "HTTP/1.1 \r\n\r\n", .badStatus),
    RefusedHead("A-120: tab before the status", "HTTP/1.1\t200 OK\r\n\r\n", .badStatus),
    RefusedHead("A-120: letters as status", "HTTP/1.1 abc OK\r\n\r\n", .badStatus),
    RefusedHead("A-120: control byte in the reason", "HTTP/1.1 200 O\u{1}K\r\n\r\n", .badReason),
    RefusedHead("A-120: bare CR in the reason", "HTTP/1.1 200 O\rK\r\n\r\n", .bareCR),
    RefusedHead("A-120: other version", "HTTP/2.0 200 OK\r\n\r\n", .badVersion),
    RefusedHead("A-120: other protocol", "ICY 200 OK\r\n\r\n", .badVersion),
    RefusedHead("A-120: no head at all", "<html>", .badVersion),
    RefusedHead("A-120: empty line first", "\r\nHTTP/1.1 200 OK\r\n\r\n", .badVersion),
    RefusedHead("A-120: folded field", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n", .obsFold),
    RefusedHead("A-120: space before a colon", "HTTP/1.1 200 OK\r\nX : a\r\n\r\n", .spaceBeforeColon),
    RefusedHead("A-120: NUL in a value", "HTTP/1.1 200 OK\r\nX: a\0\r\n\r\n", .badFieldValue),
    RefusedHead(
        "A-120: coding in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncodingInHTTP10),
    RefusedHead(
        "A-120: gzip as coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", .badTransferEncoding),
    RefusedHead(
        "A-120: odd length of an answer without body", "HTTP/1.1 204 OK\r\nContent-Length: x\r\n\r\n", .badContentLength
    ),
    RefusedHead("A-120: too many fields", "HTTP/1.1 200 OK\r\n" + fields(101), .tooManyFields),
    RefusedHead(
        "A-120: head of 10 MiB", "HTTP/1.1 200 OK\r\nX: " + String(repeating: "a", count: 10 << 20), .headTooLarge),
]

private let acceptedResponses: [(String, HTTPMethod, Int, String, BodyFraming, Bool)] = [
    ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", .get, 200, "OK", .length(5), true),
    ("HTTP/1.1 200 \r\nContent-Length: 5\r\n\r\n", .get, 200, "", .length(5), true),
    ("HTTP/1.1 200\r\nContent-Length: 5\r\n\r\n", .get, 200, "", .length(5), true),
    ("HTTP/1.1 404 Nicht da: größe\t!\r\nContent-Length: 0\r\n\r\n", .get, 404, "Nicht da: größe\t!", .length(0), true),
    ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", .get, 200, "OK", .length(5), true),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n", .post, 200, "OK", .chunked, true),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n", .get, 200, "OK", .chunked, false),
    ("HTTP/1.1 200 OK\r\n\r\n", .get, 200, "OK", .untilClose, false),
    ("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n", .get, 200, "OK", .untilClose, false),
    ("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\n", .get, 200, "OK", .length(1), true),
    ("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n", .get, 200, "OK", .length(1), false),
    ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", .head, 200, "OK", .none, true),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .head, 200, "OK", .none, true),
    ("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", .get, 204, "No Content", .none, true),
    ("HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n", .get, 304, "Not Modified", .none, true),
    ("HTTP/1.1 100 Continue\r\n\r\n", .post, 100, "Continue", .none, true),
    ("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n", .get, 103, "Early Hints", .none, true),
    ("HTTP/1.1 999 Odd\r\nContent-Length: 1\r\n\r\n", .get, 999, "Odd", .length(1), true),
]

@Suite struct ResponseHeadTests {
    @Test(arguments: refusedResponses)
    func oddAnswerIsRefusedByName(_ odd: RefusedHead) {
        var head = ResponseHead()
        #expect(head.read(odd.bytes, answering: .get) == .refused(odd.error))
        guard odd.bytes.count < 1000 else { return }
        for length in 0..<odd.bytes.count {
            let progress = head.parse(odd.bytes.span.extracting(0..<length), answering: .get)
            #expect(progress == .incomplete || progress == .refused(odd.error), "\(length)")
        }
    }

    @Test(arguments: acceptedResponses)
    func soundAnswerIsRead(
        _ text: String, _ method: HTTPMethod, _ status: Int, _ reason: String, _ framing: BodyFraming, _ keepAlive: Bool
    ) {
        let bytes = Array(text.utf8)
        var head = ResponseHead()
        for length in 0..<bytes.count {
            let part = Array(bytes[..<length])
            #expect(head.read(part, answering: method, seenBefore: max(0, length - 1)) == .incomplete)
            #expect(head.read(part, answering: method) == .incomplete)
        }
        #expect(head.read((bytes + Array("BODY".utf8)), answering: method) == .complete(headBytes: bytes.count))
        #expect(head.status == status && bytes.text(head.reason) == reason)
        #expect(head.framing == framing && head.keepAlive == keepAlive)
    }

    @Test func equalLengthsLeaveOneLine() {
        var head = ResponseHead()
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nA: b\r\nContent-Length: 5\r\n\r\n"
        _ = head.parse(Array(text.utf8).span, answering: .get)
        #expect(head.fields.map(\.known) == [.contentLength, .other] && head.contentLength == 5)
    }

    @Test func upgradeNeedsStatusOptionAndField() {
        var head = ResponseHead()
        let fields = "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
        _ = head.parse(Array("HTTP/1.1 101 Switching Protocols\r\n\(fields)".utf8).span, answering: .get)
        #expect(head.agreesToUpgrade)
        _ = head.parse(Array("HTTP/1.1 200 OK\r\n\(fields)".utf8).span, answering: .get)
        #expect(!head.agreesToUpgrade)
    }
}
