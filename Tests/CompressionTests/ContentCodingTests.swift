import TestSupport
import Testing

@testable import Compression

@Suite struct ContentCodingTests {
    private static let text = Array("some text, some text".utf8)
    /// `text` in the zlib format, and the bare stream in it.
    private static let zlib: [UInt8] = [
        0x78, 0x9C, 0x2B, 0xCE, 0xCF, 0x4D, 0x55, 0x28, 0x49, 0xAD, 0x28, 0xD1, 0x51, 0x28, 0x86, 0x31, 0x01, 0x4E,
        0x89, 0x07, 0x7F,
    ]

    private func decode(
        _ coding: ContentCoding, _ bytes: [UInt8], bytesMax: Int = 1 << 20
    ) -> Result<[UInt8], CompressionError> {
        do throws(CompressionError) {
            return .success(try coding.decode(bytes, bytesMax: bytesMax))
        } catch { return .failure(error) }
    }

    @Test func namesAreReadWhateverTheirCase() {
        #expect(ContentCoding(field: "GZip") == .gzip && ContentCoding(field: "x-gzip") == .gzip)
        #expect(ContentCoding(field: "deflate") == .deflate)
        #expect(ContentCoding(field: "identity") == .identity && ContentCoding(field: "") == .identity)
    }

    @Test(
        "A-150: codings on each other, and those that are not known, are none",
        arguments: [
            "gzip, gzip", "gzip,identity", "deflate, gzip", "br", "zstd", "compress", "gzip;q=1", "*",
        ])
    func otherNamesAreNone(_ name: String) { #expect(ContentCoding(field: name) == nil) }

    @Test func decodes() {
        let gzip = Gzip.stored(Self.text)
        #expect(decode(.gzip, gzip) == .success(Self.text))
        #expect(decode(.deflate, Self.zlib) == .success(Self.text))
        #expect(decode(.deflate, Array(Self.zlib.dropFirst(2).dropLast(4))) == .success(Self.text))
        #expect(decode(.identity, Self.text) == .success(Self.text))
        #expect(decode(.gzip, Gzip.stored([])) == .success([]))
        // Members that follow each other are one text.
        #expect(decode(.gzip, gzip + gzip) == .success(Self.text + Self.text))
    }

    @Test func brokenBytesAreNoText() {
        let gzip = Gzip.stored(Self.text)
        for length in 0..<gzip.count { #expect(decode(.gzip, Array(gzip[..<length])) == .failure(.broken)) }
        #expect(decode(.gzip, gzip + [7]) == .failure(.broken))
        #expect(decode(.deflate, Self.zlib + [7]) == .failure(.broken))
        #expect(decode(.gzip, Self.text) == .failure(.broken))
        #expect(decode(.deflate, gzip) == .failure(.broken))
        var wrong = gzip
        wrong[wrong.count - 5] ^= 1
        #expect(decode(.gzip, wrong) == .failure(.broken))
    }

    @Test func theBoundIsInclusive() {
        let gzip = Gzip.stored(Self.text)
        #expect(decode(.gzip, gzip, bytesMax: Self.text.count) == .success(Self.text))
        for coding in [ContentCoding.gzip, .identity] {
            let bytes = coding == .gzip ? gzip : Self.text
            #expect(decode(coding, bytes, bytesMax: Self.text.count - 1) == .failure(.tooLarge(bytesMax: 19)))
        }
    }

    @Test("A-150: a bomb is decoded no further than its bound, nor than there is room")
    func bombsEndAtTheBound() {
        let bomb = Gzip.bomb(megabytes: 16)
        #expect(bomb.count < 128 << 10)
        #expect(decode(.gzip, bomb, bytesMax: 1 << 20) == .failure(.tooLarge(bytesMax: 1 << 20)))
        var seen = 0
        #expect(throws: CompressionError.noRoom) {
            try ContentCoding.gzip.decode(bomb, bytesMax: 1 << 30) {
                seen = max(seen, $0)
                return $0 < 1 << 20
            }
        }
        #expect(seen < (1 << 20) + (64 << 10))
    }
}
