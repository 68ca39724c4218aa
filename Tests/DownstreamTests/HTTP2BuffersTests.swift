import Bytes
import HTTP
import Testing

@testable import Downstream

@Suite struct HTTP2BuffersTests {
    private static func filled(_ count: Int) -> ByteBuffer {
        var buffer = ByteBuffer(kind: .confidential)
        buffer.append([UInt8](repeating: 0x61, count: count).span)
        return buffer
    }

    /// How many buffers with memory can be taken.
    private static func kept(_ buffers: HTTP2Buffers) -> Int {
        var count = 0
        while true {
            var buffer = ByteBuffer(kind: .confidential)
            buffers.take(into: &buffer)
            guard buffer.capacity > 0 else { return count }
            count += buffer.isEmpty ? 1 : 0
        }
    }

    @Test func memoryIsUsedAgainAndEmpty() {
        let buffers = HTTP2Buffers()
        #expect(Self.kept(buffers) == 0)
        for _ in 0..<3 {
            for count in [10, 100, 1_000] {
                var buffer = Self.filled(count)
                buffers.giveBack(&buffer)
                let capacity = buffer.capacity
                #expect(capacity == 0)
            }
            #expect(Self.kept(buffers) == 3)
        }
    }

    @Test("what is kept is bounded, each buffer and all of them")
    func whatIsKeptIsBounded() {
        let buffers = HTTP2Buffers()
        var long = Self.filled(16 * 1024 + 1)
        buffers.giveBack(&long)
        #expect(Self.kept(buffers) == 0)
        for _ in 0..<3 {
            for _ in 0..<300 {
                var buffer = Self.filled(16 * 1024)
                buffers.giveBack(&buffer)
            }
            #expect(Self.kept(buffers) == 256)
        }
    }

    @Test func aHeadThatIsGivenBackHasNothingOfTheLast() {
        let buffers = HTTP2Buffers()
        let request = IncomingHead(HTTP2RequestHead(limits: HeadLimits()))
        for (name, value) in [
            (":method", "GET"), (":path", "/"), (":authority", "h"), ("x-secret", "1"), ("cookie", "a"),
        ] {
            request.head.add(Array(name.utf8).span, Array(value.utf8).span)
        }
        buffers.giveBack(request)
        guard let next = buffers.takeHead() else {
            Issue.record("it was not kept")
            return
        }
        for (name, value) in [(":method", "PUT"), (":path", "/x"), (":authority", "i")] {
            next.head.add(Array(name.utf8).span, Array(value.utf8).span)
        }
        var text = ByteBuffer()
        let outcome = next.head.finish(endsStream: true, into: &text)
        let written = String(decoding: text.span.copy(), as: UTF8.self)
        #expect(outcome == .head(isChunked: false))
        #expect(written == "PUT /x HTTP/1.1\r\nConnection: close\r\nHost: i\r\n\r\n")
    }
}
