import Bytes
import HTTP
import Testing

@testable import Downstream

@Suite struct BodyCollectorTests {
    /// Feeds `text` in pieces of `size`; what it came to, the body, and what was left over.
    private func collect(
        _ framing: String, _ text: String, size: Int, bytesMax: Int = 100
    ) -> (BodyCollector.Outcome, String?, String?) {
        var head = RequestHead()
        let lines = Array("POST / HTTP/1.1\r\nHost: h\r\n\(framing)\r\n\r\n".utf8)
        _ = head.parse(lines.span)
        let collector = BodyCollector(head: head, headBytes: lines, requestID: "r")
        var buffer = ByteBuffer()
        var outcome = BodyCollector.Outcome.more
        var rest = Array(text.utf8)[...]
        while outcome == .more, !rest.isEmpty {
            buffer.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            outcome = collector.take(&buffer, bytesMax: bytesMax)
        }
        buffer.append(Array(rest))
        let leftover = buffer.span.validatedString()
        let request = collector.makeRequest(remoteAddress: "a")
        let body = request.takeBody().span.validatedString()
        return (outcome, body, leftover)
    }

    @Test(arguments: [1, 2, 3, 7, 100])
    func aBodyByLengthEndsWhereItSays(_ size: Int) {
        let (outcome, body, leftover) = collect("Content-Length: 5", "helloGET /", size: size)
        #expect(outcome == .complete)
        #expect(body == "hello")
        #expect(leftover == "GET /")
    }

    @Test(arguments: [1, 2, 3, 7, 100])
    func aChunkedBodyEndsBehindItsLastChunk(_ size: Int) {
        let (outcome, body, leftover) = collect(
            "Transfer-Encoding: chunked", "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\nGET /", size: size)
        #expect(outcome == .complete)
        #expect(body == "hello")
        #expect(leftover == "GET /")
    }

    @Test func aLengthBeyondTheBoundIsRefusedBeforeTheBodyComes() {
        let (outcome, _, _) = collect("Content-Length: 101", "x", size: 1)
        #expect(outcome == .tooLarge)
    }

    @Test func chunksBeyondTheBoundAreRefused() {
        let text =
            "40\r\n\(String(repeating: "a", count: 64))\r\n40\r\n\(String(repeating: "a", count: 64))\r\n0\r\n\r\n"
        let (outcome, _, _) = collect("Transfer-Encoding: chunked", text, size: 10)
        #expect(outcome == .tooLarge)
    }

    @Test func brokenChunksAreRefused() {
        let (outcome, _, _) = collect("Transfer-Encoding: chunked", "zz\r\n", size: 1)
        #expect(outcome == .refused)
    }
}
