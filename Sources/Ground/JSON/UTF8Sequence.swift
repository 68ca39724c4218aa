/// One character's bytes (RFC 3629; Unicode 17, table 3-7).
enum UTF8Sequence {
    /// How many bytes the character at `offset`, whose first byte is 0x80 or more, takes: 2, 3 or 4. 0 when it is overlong,
    /// a surrogate, above U+10FFFF, cut short or a stray continuation.
    static func length(in bytes: Span<UInt8>, at offset: Int) -> Int {
        let lead = bytes[offset]
        guard offset + 1 < bytes.count else { return 0 }
        let second = bytes[offset + 1]
        switch lead {
        case 0xC2...0xDF:
            return isContinuation(second) ? 2 : 0
        case 0xE0...0xEF:
            let low: UInt8 = lead == 0xE0 ? 0xA0 : 0x80
            let high: UInt8 = lead == 0xED ? 0x9F : 0xBF
            guard second >= low, second <= high, offset + 2 < bytes.count else { return 0 }
            return isContinuation(bytes[offset + 2]) ? 3 : 0
        case 0xF0...0xF4:
            let low: UInt8 = lead == 0xF0 ? 0x90 : 0x80
            let high: UInt8 = lead == 0xF4 ? 0x8F : 0xBF
            guard second >= low, second <= high, offset + 3 < bytes.count else { return 0 }
            return isContinuation(bytes[offset + 2]) && isContinuation(bytes[offset + 3]) ? 4 : 0
        default:
            return 0
        }
    }

    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
