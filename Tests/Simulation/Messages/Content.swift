/// Bodies that can be told apart: every byte follows from a call's number.
enum Content {
    static func bytes(_ count: Int, for nonce: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: nonce)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            var word = random.next()
            for _ in 0..<8 {
                bytes.append(UInt8(truncatingIfNeeded: word))
                word >>= 8
            }
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// FNV-1a, in hexadecimal.
    static func digest(_ bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }

    /// What may stand behind a body, as a reader has it.
    static let trailer = "x-trailer: t"

    static func hasTrailer(_ coded: [UInt8]) -> Bool { coded.suffix(16) == Array("X-Trailer: t\r\n\r\n".utf8) }

    /// `body` in chunks of drawn sizes.
    static func chunked(_ body: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var coded: [UInt8] = []
        var start = 0
        while start < body.count {
            let length = min(random.scaled(1...20_000), body.count - start)
            coded += Array("\(String(length, radix: 16))\r\n".utf8) + body[start..<start + length] + [13, 10]
            start += length
        }
        if random.chance(100) { return coded + Array("0\r\nX-Trailer: t\r\n\r\n".utf8) }
        return coded + Array("0\r\n\r\n".utf8)
    }
}
