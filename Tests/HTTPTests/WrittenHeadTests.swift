import Bytes
import Testing

@testable import HTTP

@Suite struct WrittenHeadTests {
    private static func write(_ lines: [String], isWanted: Bool = true) -> (WrittenHead, String) {
        var head = WrittenHead()
        var text = ByteBuffer()
        head.begin(status: 200, isWanted: isWanted)
        text.append("HTTP/1.1 200 OK\r\n")
        for line in lines {
            let start = text.count
            text.append("\(line)\r\n")
            head.noteField(in: text, from: start)
        }
        text.append("\r\n")
        head.end(in: text)
        return (head, String(decoding: text.span.copy(), as: UTF8.self))
    }

    private static func text(_ range: ByteRange, of text: String) -> String {
        String(decoding: Array(text.utf8)[range.range], as: UTF8.self)
    }

    @Test func fieldsAreFoundWhereTheyWereWritten() {
        let lines = ["a: b", "Empty: ", "Colons: a:b: c", "X-" + String(repeating: "n", count: 40) + ": v"]
        let (head, text) = Self.write(lines)
        let found = head.fields.map { Self.text($0.name, of: text) + ": " + Self.text($0.value, of: text) }
        #expect(found == lines)
        #expect(head.headBytes == text.utf8.count)
    }

    @Test("what nobody wants is not noted, and a head is forgotten when the next begins")
    func onlyWhatIsWanted() {
        let (unwanted, _) = Self.write(["a: b"], isWanted: false)
        #expect(unwanted.headBytes == 0 && unwanted.fields.isEmpty)
        var (head, _) = Self.write(["a: b"])
        head.noteFraming(length: 5, isChunked: false)
        head.begin(status: 404, isWanted: true)
        #expect(head.headBytes == 0 && head.fields.isEmpty && head.status == 404)
        #expect(head.framing(answering: .get) == .untilClose)
    }

    @Test("a line that is none makes the whole head unknown: it is read as text then")
    func aLineWithoutColon() {
        #expect(Self.write(["a: b", "no field"]).0.headBytes == 0)
    }

    @Test(
        arguments: [
            (200, HTTPMethod.get, true, nil, BodyFraming.chunked), (200, .get, false, 5, .length(5)),
            (200, .get, false, nil, .untilClose), (200, .head, false, 5, .none), (304, .get, false, 5, .none),
            (204, .get, false, nil, .none),
        ] as [(Int, HTTPMethod, Bool, UInt64?, BodyFraming)])
    func framingIsToldAsRead(
        _ status: Int, _ method: HTTPMethod, _ isChunked: Bool, _ length: UInt64?, _ framing: BodyFraming
    ) {
        var head = WrittenHead()
        head.begin(status: status, isWanted: true)
        head.noteFraming(length: length, isChunked: isChunked)
        #expect(head.framing(answering: method) == framing)
    }
}
