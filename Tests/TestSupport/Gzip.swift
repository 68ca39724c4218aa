/// Bytes as gzip (RFC 1952), written by hand.
public enum Gzip {
    /// A sound member that holds `bytes` as they are, at most 65,535 of them.
    public static func stored(_ bytes: [UInt8]) -> [UInt8] {
        precondition(bytes.count < 1 << 16)
        let count = UInt16(bytes.count)
        return header + [1] + little(count) + little(~count) + bytes + little(checksum(bytes))
            + little(UInt32(bytes.count))
    }

    /// A member of some `megabytes` MiB of zeros, 158 times as small (13 bits for 258 bytes), whose checksum is wrong: who reads so far has read too much.
    public static func bomb(megabytes: Int) -> [UInt8] {
        // One block of fixed codes: a zero, then copies of the last byte, 258 at a time.
        var bits = BitWriter()
        bits.append(0b011, count: 3)
        bits.appendCode(0b0011_0000, count: 8)
        for _ in 0..<(megabytes << 20) / 258 {
            bits.appendCode(0b1100_0101, count: 8)
            bits.appendCode(0, count: 5)
        }
        bits.appendCode(0, count: 7)
        return header + bits.bytes + little(UInt32(0)) + little(UInt32(0))
    }

    private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]

    private static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = .max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}

/// Bits from the lowest of each byte on.
private struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var free = 0

    mutating func append(_ value: Int, count: Int) {
        for place in 0..<count {
            if free == 0 {
                bytes.append(0)
                free = 8
            }
            bytes[bytes.count - 1] |= UInt8(value >> place & 1) << (8 - free)
            free -= 1
        }
    }

    /// A Huffman code, whose highest bit comes first.
    mutating func appendCode(_ code: Int, count: Int) {
        for place in (0..<count).reversed() { append(code >> place & 1, count: 1) }
    }
}
