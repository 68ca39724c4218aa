import Bytes
import HTTP
import Testing

@Suite struct RequestHeadTests {
    @Test(arguments: refusedRequests)
    func oddRequestIsRefusedByName(_ odd: RefusedHead) {
        var head = RequestHead()
        #expect(head.read(odd.bytes) == .refused(odd.error))
    }

    @Test(arguments: acceptedRequests)
    func soundRequestIsRead(_ sound: AcceptedHead) {
        var head = RequestHead()
        #expect(head.read(sound.bytes) == .complete(headBytes: sound.bytes.count))
        #expect(sound.bytes.text(head.path) == sound.path)
        #expect(head.query.map { sound.bytes.text($0) } == sound.query)
        #expect(head.framing == sound.framing)
        #expect(head.keepAlive == sound.keepAlive)
    }

    @Test func thereAreManyOddRequests() {
        #expect(refusedRequests.count + acceptedRequests.count >= 120)
    }

    @Test(arguments: refusedRequests.filter { $0.bytes.count < 1000 })
    func oddRequestIsRefusedTheSameWhenItDrips(_ odd: RefusedHead) {
        var head = RequestHead()
        for length in 0..<odd.bytes.count {
            let progress = head.parse(odd.bytes.span.extracting(0..<length))
            #expect(progress == .incomplete || progress == .refused(odd.error), "\(length)")
        }
    }

    @Test(arguments: acceptedRequests)
    func soundRequestIsReadTheSameWhenItDrips(_ sound: AcceptedHead) {
        var head = RequestHead()
        for length in 0..<sound.bytes.count {
            let bytes = Array(sound.bytes[..<length])
            #expect(head.read(bytes) == .incomplete)
            #expect(head.read(bytes, seenBefore: max(0, length - 1)) == .incomplete)
        }
        let progress = head.parse(sound.bytes.span, seenBefore: sound.bytes.count - 1)
        #expect(progress == .complete(headBytes: sound.bytes.count))
        #expect(sound.bytes.text(head.path) == sound.path)
        let dripped = head.fields
        _ = head.parse((sound.bytes + [UInt8](repeating: 0x41, count: 64)).span)
        #expect(head.fields == dripped)
    }

    @Test func theNextRequestBeginsBehindTheHead() {
        let first = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
        let bytes = Array((first + "GET /b HTTP/1.1\r\nHost: a\r\n\r\n").utf8)
        var head = RequestHead()
        #expect(head.read(bytes) == .complete(headBytes: first.utf8.count))
        _ = head.parse(bytes.span.extracting(first.utf8.count..<bytes.count))
        #expect(Array(bytes[first.utf8.count...]).text(head.path) == "/b")
    }

    @Test func aReusedHeadForgetsTheOneBefore() {
        var head = RequestHead()
        let rich =
            "POST http://b/c?d HTTP/1.0\r\nExpect: 100-continue\r\nConnection: close, x\r\nContent-Length: 3\r\n\r\n"
        _ = head.parse(Array(rich.utf8).span)
        _ = head.parse(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8).span)
        #expect(head.framing == .none && head.keepAlive && !head.expectsContinue && head.query == nil)
        #expect(head.authority == nil && head.connectionOptions.isEmpty && head.fields.count == 1)
        #expect(!head.has(.connection) && head.first(.contentLength) == nil && head.knownMethod == .get)
    }

    @Test func fieldsAreFoundByNameAndByCase() {
        let bytes = Array(
            "GET / HTTP/1.1\r\nhOsT: a:1\r\nX-Odd: b \r\nAccept: c\r\nx-odd: d\r\nCookie: e\r\ncookie: f\r\n\r\n".utf8)
        var head = RequestHead()
        _ = head.parse(bytes.span)
        #expect(head.host.map { bytes.text($0) } == "a:1")
        let odd = head.first("x-odd", in: bytes.span)
        #expect(odd.map { bytes.text($0) } == "b")
        let other = head.first("x-other", in: bytes.span)
        #expect(other == nil)
        #expect(head.first(.accept).map { bytes.text($0) } == "c")
        #expect(head.isRepeated(.cookie) && !head.isRepeated(.host))
        #expect(head.fields.map(\.known) == [.host, .other, .accept, .other, .cookie, .cookie])
    }

    @Test("A-113: names listed by Connection are known, framing or not")
    func connectionNamesFields() {
        let bytes = Array(
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: close, X-Api-Key\r\nX-API-KEY: k\r\nconnection: Upgrade,authorization\r\nUpgrade: h2c\r\nX-Api: y\r\n\r\n"
                .utf8)
        var head = RequestHead()
        _ = head.parse(bytes.span)
        #expect(head.connectionOptions.map { bytes.text($0.range) } == ["X-Api-Key", "authorization"])
        let named = head.fields.map { head.isNamedByConnection($0, in: bytes.span) }
        #expect(named == [false, false, true, false, false, false])
        #expect(head.wantsUpgrade && !head.keepAlive)
    }

    @Test("A-114: the authority of an absolute target is told apart from the path")
    func absoluteFormGivesItsAuthority() {
        let bytes = Array("GET http://EVIL:8080/api HTTP/1.1\r\nHost: gate\r\n\r\n".utf8)
        var head = RequestHead()
        _ = head.parse(bytes.span)
        #expect(head.authority.map { bytes.text($0) } == "EVIL:8080")
        #expect(bytes.text(head.target) == "http://EVIL:8080/api")
    }

    @Test func expectationIsOnlyHeardInHTTP11() {
        var head = RequestHead()
        _ = head.parse(
            Array("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\n".utf8).span)
        #expect(head.expectsContinue)
        _ = head.parse(Array("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n".utf8).span)
        #expect(!head.expectsContinue)
    }

    @Test("A-143: limits are inclusive")
    func limitsAreInclusive() {
        let bytes = Array("GET /abcdef HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        var head = RequestHead()
        func limits(_ head: Int, _ fields: Int, _ target: Int) -> HeadLimits {
            HeadLimits(headBytesMax: head, fieldsMax: fields, targetBytesMax: target)
        }
        #expect(head.read(bytes, limits: limits(bytes.count, 1, 7)) == .complete(headBytes: bytes.count))
        #expect(head.read(bytes, limits: limits(bytes.count - 1, 1, 7)) == .refused(.headTooLarge))
        #expect(head.read(bytes, limits: limits(bytes.count, 0, 7)) == .refused(.tooManyFields))
        #expect(head.read(bytes, limits: limits(bytes.count, 1, 6)) == .refused(.targetTooLong))
        let part = Array(bytes[..<20])
        #expect(head.read(part, limits: limits(20, 1, 7), seenBefore: 19) == .refused(.headTooLarge))
    }
}
