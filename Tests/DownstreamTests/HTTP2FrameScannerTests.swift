import Bytes
import TestSupport
import Testing

@testable import Downstream

@Suite struct HTTP2FrameScannerTests {
    typealias Frame = HTTP2Client.Frame

    private static let frames = [
        Frame(HTTP2Client.settings),
        Frame(HTTP2Client.headers, flags: 5, stream: 1, [UInt8](repeating: 0xFF, count: 300)),
        Frame(HTTP2Client.windowUpdate, HTTP2Client.word(0xFFFF_FFFF)), Frame(HTTP2Client.data, stream: 0x7FFF_FFFF),
        Frame(0xFF, flags: 0xFF, stream: 0xFFFF_FFFF, [UInt8](repeating: 1, count: 70_000)),
        Frame(HTTP2Client.ping, [1]),
    ]

    /// What is found in `bytes`, given in pieces of `piece`.
    private static func heads(_ bytes: [UInt8], piece: Int) -> [HTTP2FrameScanner.Head] {
        var scanner = HTTP2FrameScanner()
        var heads: [HTTP2FrameScanner.Head] = []
        for start in stride(from: 0, to: bytes.count, by: piece) {
            let part = Array(bytes[start..<min(start + piece, bytes.count)])
            var index = 0
            while index < part.count {
                let (end, head) = scanner.next(part.span, from: index)
                guard end > index else {
                    Issue.record("no progress at \(start + index)")
                    return heads
                }
                index = end
                if let head { heads.append(head) }
            }
        }
        #expect(scanner.isBetweenFrames)
        return heads
    }

    @Test(
        "frames are found behind the preface, however the bytes are cut",
        arguments: [1, 2, 8, 9, 10, 24, 1_000, .max / 2])
    func framesAreFound(_ piece: Int) {
        let expected = Self.frames.map {
            // The highest bit of a stream means nothing.
            HTTP2FrameScanner.Head(
                payloadBytes: $0.payload.count, type: $0.type, flags: $0.flags,
                stream: Int32($0.stream & 0x7FFF_FFFF))
        }
        let bytes = HTTP2Client.preface + Self.frames.flatMap(\.bytes)
        #expect(Self.heads(bytes, piece: min(piece, bytes.count)) == expected)
    }
}
