import Bytes
import HTTP
import Testing

private let bodies: [(String, String, Int)] = [
    ("0\r\n\r\n", "", 5),
    ("5\r\nhello\r\n0\r\n\r\n", "hello", 15),
    ("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\nGET /", "hello world", 26),
    ("A\r\n0123456789\r\na\r\n0123456789\r\n000\r\n\r\n", "01234567890123456789", 37),
    ("0000000000000001\r\nx\r\n0000000000000000\r\n\r\n", "x", 41),
    ("3\r\n\r\n\r\r\n0\r\n\r\n", "\r\n\r", 13),
    ("1\r\na\r\n0\r\nX: y\r\nHost: evil\r\n\r\nrest", "a", 29),
    ("0\r\nX:\r\nY: \tö\r\n\r\n", "", 17),
]

private let oddBodies: [(String, ChunkedError)] = [
    ("\r\n", .badSize), ("g\r\n", .badSize), (" 5\r\n", .badSize), ("5 \r\n", .badSize), ("-5\r\n", .badSize),
    ("+5\r\n", .badSize), ("0x5\r\n", .badSize), ("5_\r\n", .badSize), ("5\n", .badLineEnd), ("\n", .badSize),
    ("5;a=b\r\n", .extensionRefused), ("0;\r\n", .extensionRefused), ("5\rX", .badLineEnd), ("5\r\r\n", .badLineEnd),
    ("00000000000000001\r\n", .sizeTooLarge), ("8000000000000000\r\n", .sizeTooLarge),
    ("FFFFFFFFFFFFFFFF\r\n", .sizeTooLarge), ("2\r\nabc\r\n", .badLineEnd), ("2\r\nab\n", .badLineEnd),
    ("2\r\nab\rX", .badLineEnd), ("2\r\nab5\r\n", .badLineEnd), ("0\r\n\n", .badTrailer), ("0\r\n\rX", .badLineEnd),
    ("0\r\n: x\r\n\r\n", .badTrailer), ("0\r\nX : y\r\n\r\n", .badTrailer), ("0\r\nX\r\n\r\n", .badTrailer),
    ("0\r\nX: a\r\n b\r\n\r\n", .badTrailer), ("0\r\nX: a\0\r\n\r\n", .badTrailer), ("0\r\nX: a\n\r\n", .badTrailer),
    ("0\r\nX: a\r\r\n", .badLineEnd), ("0\r\nGET / HTTP/1.1\r\n", .badTrailer),
    ("0\r\n" + String(repeating: "X: y\r\n", count: 33), .trailersTooLarge),
    ("0\r\nX: " + String(repeating: "y", count: 9000), .trailersTooLarge),
]

@Suite struct ChunkedDecoderTests {
    /// Decodes pieces one after the other in place.
    private func decode(_ pieces: [[UInt8]]) -> (payload: [UInt8], consumed: Int, ended: Bool, error: ChunkedError?) {
        var decoder = ChunkedDecoder()
        var payload: [UInt8] = []
        var consumed = 0
        for piece in pieces {
            var buffer = ByteBuffer()
            buffer.append("##")
            buffer.append(piece)
            switch decoder.decode(&buffer, in: 2..<buffer.count) {
            case .decoded(let count, let read, let ended):
                payload += buffer.span.extracting(2..<(2 + count)).copy()
                consumed += read
                if ended { return (payload, consumed, true, nil) }
            case .refused(let error): return (payload, consumed, false, error)
            }
        }
        return (payload, consumed, decoder.hasEnded, nil)
    }

    @Test("trailers are kept where they were asked for, however they are cut", arguments: [1, 2, 5, 100])
    func trailersAreKept(_ piece: Int) {
        let bytes = Array("1\r\na\r\n0\r\nX: y\r\nEmpty:\r\n\r\nnext".utf8)
        for keeps in [true, false] {
            var decoder = ChunkedDecoder(keepsTrailers: keeps)
            for start in stride(from: 0, to: bytes.count, by: piece) where !decoder.hasEnded {
                var buffer = ByteBuffer()
                buffer.append(bytes[start..<min(start + piece, bytes.count)].span)
                _ = decoder.decode(&buffer, in: 0..<buffer.count)
            }
            #expect(decoder.hasEnded)
            #expect(decoder.trailers == (keeps ? Array("X: y\r\nEmpty:\r\n".utf8) : []))
        }
    }

    @Test(arguments: bodies)
    func bodyIsReadHoweverItIsCut(_ text: String, _ payload: String, _ length: Int) {
        let bytes = Array(text.utf8)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                let pieces = [Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...])]
                let result = decode(pieces)
                #expect(result.payload == Array(payload.utf8) && result.ended && result.consumed == length)
            }
        }
        #expect(decode(bytes.map { [$0] }).payload == Array(payload.utf8))
    }

    @Test(arguments: bodies)
    func bodyIsUnfinishedUntilItsEnd(_ text: String, _ payload: String, _ length: Int) {
        let bytes = Array(text.utf8)
        for end in 0..<length {
            let result = decode([Array(bytes[..<end])])
            #expect(!result.ended && result.error == nil && result.consumed == end)
        }
    }

    @Test(arguments: oddBodies)
    func oddBodyIsRefusedHoweverItIsCut(_ text: String, _ error: ChunkedError) {
        let bytes = Array(text.utf8)
        #expect(decode([bytes]).error == error)
        #expect(decode(bytes.map { [$0] }).error == error)
    }

    @Test func theGreatestChunkIsOnlyEverPartlyThere() {
        let result = decode([Array("7FFFFFFFFFFFFFFF\r\nabc".utf8)])
        #expect(result.payload == Array("abc".utf8) && result.error == nil)
    }

    @Test func piecesNameThePayloadWithoutMovingIt() {
        let bytes = Array("2\r\nab\r\n1\r\nc\r\n0\r\n\r\nX".utf8)
        var decoder = ChunkedDecoder()
        #expect(decoder.read(bytes, from: 0) == .payload(3..<5))
        #expect(decoder.read(bytes, from: 5) == .payload(10..<11))
        #expect(decoder.read(bytes, from: 11) == .ended(18))
        #expect(decoder.read(bytes, from: 18) == .ended(18))
    }

    @Test func whatIsEncodedIsDecoded() {
        var buffer = ByteBuffer()
        for size in [1, 15, 16, 4096, 100_000] {
            ChunkedEncoder.appendStart(of: size, to: &buffer)
            buffer.append([UInt8](repeating: UInt8(size & 0xFF), count: size))
            ChunkedEncoder.appendEnd(to: &buffer)
        }
        ChunkedEncoder.appendLast(to: &buffer)
        let startsWithItsSize = buffer.span.starts(with: "1\r\n")
        #expect(startsWithItsSize)
        var decoder = ChunkedDecoder()
        let all = buffer.count
        let progress = decoder.decode(&buffer, in: 0..<all)
        #expect(progress == .decoded(payload: 104_128, consumed: all, ended: true))
    }
}
