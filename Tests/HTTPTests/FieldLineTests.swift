import Bytes
import Testing

@testable import HTTP

@Suite struct FieldLineTests {
    @Test(arguments: ["", " ", "\t", "  ", " \t "], ["", " ", "\t \t"])
    func lineIsWrittenWithOneSpace(before: String, behind: String) {
        let bytes = Array("HTTP/1.1 200 OK\r\nX-One:\(before)a  b\(behind)\r\nEmpty:\(before)\(behind)\r\n\r\n".utf8)
        var head = ResponseHead()
        _ = head.parse(bytes.span, answering: .get)
        var written = ByteBuffer()
        for line in head.fields { line.append(from: bytes.span, to: &written) }
        #expect(written.span.copy() == Array("X-One: a  b\r\nEmpty: \r\n".utf8))
    }
}
