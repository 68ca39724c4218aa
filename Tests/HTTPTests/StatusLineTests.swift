import Bytes
import HTTP
import Testing

@Suite struct StatusLineTests {
    @Test(arguments: [
        (200, "HTTP/1.1 200 OK\r\n"), (502, "HTTP/1.1 502 Bad Gateway\r\n"), (299, "HTTP/1.1 299 \r\n"),
        (431, "HTTP/1.1 431 Request Header Fields Too Large\r\n"), (101, "HTTP/1.1 101 Switching Protocols\r\n"),
        (304, "HTTP/1.1 304 Not Modified\r\n"), (700, "HTTP/1.1 700 \r\n"),
    ])
    func lineCarriesTheRegisteredReason(_ status: Int, _ line: String) {
        var buffer = ByteBuffer()
        StatusLine.append(status, to: &buffer)
        let text = buffer.span.validatedString()
        #expect(text == line)
    }

    @Test func aWrittenLineIsRead() {
        for status in 100...999 {
            var buffer = ByteBuffer()
            StatusLine.append(status, to: &buffer)
            buffer.append("\r\n")
            var head = ResponseHead()
            let bytes = buffer.span.copy()
            #expect(head.read(bytes) == .complete(headBytes: bytes.count))
            #expect(head.status == status)
        }
    }
}
