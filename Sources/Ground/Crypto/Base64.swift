public import Bytes

/// Base64 with the standard alphabet (RFC 4648 section 4). Digits are computed, not looked up, so that a secret leaves no trace
/// in the cache.
public enum Base64 {
    public static func encode(_ bytes: Span<UInt8>) -> String {
        var buffer = ByteBuffer(capacity: encodedCount(bytes.count))
        append(bytes, to: &buffer)
        return buffer.span.validatedString() ?? ""
    }

    /// Padded, without line breaks. A secret belongs into a confidential buffer.
    public static func append(_ bytes: Span<UInt8>, to buffer: inout ByteBuffer) {
        buffer.reserve(buffer.count + encodedCount(bytes.count))
        var offset = 0
        while offset < bytes.count {
            let rest = min(bytes.count - offset, 3)
            var group = UInt32(bytes[offset]) << 16
            if rest > 1 { group |= UInt32(bytes[offset + 1]) << 8 }
            if rest > 2 { group |= UInt32(bytes[offset + 2]) }
            for position in 0..<4 {
                let value = UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * position)) & 63
                buffer.append(position <= rest ? digit(value) : padding)
            }
            offset += 3
        }
    }

    /// Nothing for any byte outside the alphabet, an impossible length, padding that is incomplete, or bits behind the last byte
    /// that are not 0: there is one text for a value, with or without its padding.
    public static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        var buffer = ByteBuffer(capacity: text.count)
        return appendDecoded(text, to: &buffer) ? buffer.span.copy() : nil
    }

    /// The same behind the bytes of `buffer`, which keeps what it had when the text is refused.
    public static func appendDecoded(_ text: Span<UInt8>, to buffer: inout ByteBuffer) -> Bool {
        guard let digits = digitCount(text) else { return false }
        let start = buffer.count
        buffer.reserve(start + digits / 4 * 3 + 2)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        var isRefused = false
        for index in 0..<digits {
            let value = value(of: text[index])
            isRefused = isRefused || value < 0
            bits = bits << 6 | UInt32(truncatingIfNeeded: value & 63)
            bitCount += 6
            guard bitCount >= 8 else { continue }
            bitCount -= 8
            buffer.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            bits &= (1 << bitCount) - 1
        }
        guard !isRefused, bits == 0 else {
            buffer.truncate(to: start)
            return false
        }
        return true
    }

    private static let padding: UInt8 = 0x3D

    /// How many characters stand before the padding; nothing when length and padding do not fit each other.
    private static func digitCount(_ text: Span<UInt8>) -> Int? {
        var count = text.count
        while count > 0, text.count - count < 2, text[count - 1] == padding { count -= 1 }
        guard count % 4 != 1, count == text.count || text.count % 4 == 0 else { return nil }
        return count
    }

    private static func encodedCount(_ count: Int) -> Int { (count + 2) / 3 * 4 }

    /// `A`-`Z`, `a`-`z`, `0`-`9`, `+`, `/`: each term shifts to the next run once `value` has passed the last one.
    private static func digit(_ value: UInt8) -> UInt8 {
        let value = Int32(value)
        var shift: Int32 = 0x41
        shift += ((25 - value) >> 8) & 6
        shift -= ((51 - value) >> 8) & 75
        shift -= ((61 - value) >> 8) & 15
        shift += ((62 - value) >> 8) & 3
        return UInt8(truncatingIfNeeded: value + shift)
    }

    /// 0 to 63, or -1: a term is not 0 only between its two bounds.
    private static func value(of digit: UInt8) -> Int32 {
        let digit = Int32(digit)
        var value: Int32 = -1
        value += (((0x40 - digit) & (digit - 0x5B)) >> 8) & (digit - 64)
        value += (((0x60 - digit) & (digit - 0x7B)) >> 8) & (digit - 70)
        value += (((0x2F - digit) & (digit - 0x3A)) >> 8) & (digit + 5)
        value += (((0x2A - digit) & (digit - 0x2C)) >> 8) & 63
        value += (((0x2E - digit) & (digit - 0x30)) >> 8) & 64
        return value
    }
}
