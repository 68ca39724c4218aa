internal import Bytes

/// A string in quotes, escaped as Go's `encoding/json` does by default: safe inside HTML and inside JavaScript.
enum JSONStringWriter {
    static func append(_ text: Span<UInt8>, to buffer: inout ByteBuffer) {
        buffer.append(UInt8(ascii: "\""))
        var start = 0
        var offset = 0
        while offset < text.count {
            let length = plainLength(in: text, at: offset)
            if length > 0 {
                offset += length
                continue
            }
            buffer.append(text.extracting(start..<offset))
            offset = appendEscape(of: text, at: offset, to: &buffer)
            start = offset
        }
        buffer.append(text.extracting(start..<text.count))
        buffer.append(UInt8(ascii: "\""))
    }

    /// How many bytes the character at `offset` takes when it may stand as it is, else 0.
    @inline(__always)
    private static func plainLength(in text: Span<UInt8>, at offset: Int) -> Int {
        let byte = text[offset]
        if byte >= 0x80 {
            return isLineSeparator(in: text, at: offset) ? 0 : UTF8Sequence.length(in: text, at: offset)
        }
        switch byte {
        case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
            return 0
        default:
            return 1
        }
    }

    /// U+2028 and U+2029 end a line in JavaScript before ECMAScript 2019.
    private static func isLineSeparator(in text: Span<UInt8>, at offset: Int) -> Bool {
        guard text[offset] == 0xE2, offset + 2 < text.count else { return false }
        return text[offset + 1] == 0x80 && text[offset + 2] & 0xFE == 0xA8
    }

    /// Appends the escape for the character at `offset`; the offset behind it.
    private static func appendEscape(of text: Span<UInt8>, at offset: Int, to buffer: inout ByteBuffer) -> Int {
        let byte = text[offset]
        guard byte < 0x80 else {
            let isSeparator = isLineSeparator(in: text, at: offset)
            appendCodeUnit(isSeparator ? 0x2020 | UInt16(text[offset + 2] & 0x0F) : 0xFFFD, to: &buffer)
            return offset + (isSeparator ? 3 : 1)
        }
        if let letter = shortEscape(byte) {
            buffer.append(UInt8(ascii: "\\"))
            buffer.append(letter)
        } else {
            appendCodeUnit(UInt16(byte), to: &buffer)
        }
        return offset + 1
    }

    private static func shortEscape(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
        case 0x08: UInt8(ascii: "b")
        case 0x0C: UInt8(ascii: "f")
        case 0x0A: UInt8(ascii: "n")
        case 0x0D: UInt8(ascii: "r")
        case 0x09: UInt8(ascii: "t")
        default: nil
        }
    }

    private static func appendCodeUnit(_ unit: UInt16, to buffer: inout ByteBuffer) {
        buffer.append("\\u" as StaticString)
        for shift in [UInt16(12), 8, 4, 0] {
            let digit = UInt8(truncatingIfNeeded: unit >> shift & 15)
            buffer.append(digit < 10 ? digit &+ 0x30 : digit &+ 0x57)
        }
    }
}
