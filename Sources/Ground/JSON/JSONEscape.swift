internal import Bytes

/// What escapes stand for. The text has passed the scanner: every escape here is well formed.
enum JSONEscape {
    /// The character that the escape at `offset` stands for, and the offset behind it. The scanner has
    /// seen to it that surrogates come in pairs.
    static func scalar(in bytes: Span<UInt8>, at offset: Int) -> (scalar: Unicode.Scalar, next: Int) {
        switch bytes[offset + 1] {
        case UInt8(ascii: "b"): return ("\u{8}", offset + 2)
        case UInt8(ascii: "f"): return ("\u{C}", offset + 2)
        case UInt8(ascii: "n"): return ("\n", offset + 2)
        case UInt8(ascii: "r"): return ("\r", offset + 2)
        case UInt8(ascii: "t"): return ("\t", offset + 2)
        case UInt8(ascii: "u"): return unicodeScalar(in: bytes, at: offset)
        default: return (Unicode.Scalar(bytes[offset + 1]), offset + 2)
        }
    }

    private static func unicodeScalar(in bytes: Span<UInt8>, at offset: Int) -> (scalar: Unicode.Scalar, next: Int) {
        let first = codeUnit(in: bytes, at: offset)
        if let scalar = Unicode.Scalar(first) { return (scalar, offset + 6) }
        let next = offset + 6
        guard first < 0xDC00, next + 6 <= bytes.count, bytes[next] == UInt8(ascii: "\\"),
            bytes[next + 1] == UInt8(ascii: "u")
        else { return ("\u{FFFD}", next) }
        let second = codeUnit(in: bytes, at: next)
        guard second >= 0xDC00, second < 0xE000,
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { return ("\u{FFFD}", next) }
        return (scalar, next + 6)
    }

    /// The four digits behind `\u`.
    static func codeUnit(in bytes: Span<UInt8>, at offset: Int) -> UInt32 {
        var unit: UInt32 = 0
        for place in 2..<6 { unit = unit << 4 | UInt32(bytes[offset + place].hexadecimalDigit ?? 0) }
        return unit
    }

    /// Appends the bytes that the inside of a string stands for.
    static func append(_ range: Range<Int>, of bytes: Span<UInt8>, to buffer: inout ByteBuffer) {
        let text = bytes.extracting(range)
        var offset = 0
        while let escape = text.firstOffset(of: UInt8(ascii: "\\"), from: offset) {
            buffer.append(text.extracting(offset..<escape))
            let (scalar, next) = scalar(in: text, at: escape)
            for byte in scalar.utf8 { buffer.append(byte) }
            offset = next
        }
        buffer.append(text.extracting(offset..<text.count))
    }
}

extension UInt8 {
    /// 0 to 15 for a hexadecimal digit of either case.
    var hexadecimalDigit: UInt8? {
        switch self {
        case 0x30...0x39: self &- 0x30
        case 0x41...0x46: self &- 0x37
        case 0x61...0x66: self &- 0x57
        default: nil
        }
    }
}
