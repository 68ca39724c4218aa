internal import Bytes

/// Where tokens end (RFC 8259 sections 3, 6 and 7).
enum JSONGrammar {
    /// The offset behind the white space that starts at `start`.
    @inline(__always)
    static func skipSpace(in bytes: Span<UInt8>, from start: Int) -> Int {
        var offset = start
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return offset
            }
        }
        return offset
    }

    /// The offset behind the number that starts at `start`; `start` lies within the text.
    static func numberEnd(in bytes: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        var offset = start
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "0") {
            offset += 1
            if offset < bytes.count, isDigit(bytes[offset]) { throw JSONError(.leadingZero, at: offset - 1) }
        } else {
            offset = try digitsEnd(in: bytes, from: offset)
        }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            offset = try digitsEnd(in: bytes, from: offset + 1)
        }
        guard offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") else { return offset }
        offset += 1
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
            offset += 1
        }
        return try digitsEnd(in: bytes, from: offset)
    }

    /// The offset behind one or more digits.
    private static func digitsEnd(in bytes: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        var offset = start
        while offset < bytes.count, isDigit(bytes[offset]) { offset += 1 }
        if offset > start { return offset }
        throw JSONError(offset == bytes.count ? .unexpectedEnd : .unexpectedByte, at: offset)
    }

    /// The offset behind the closing quote of the string whose opening quote is at `start`, and whether it holds escapes.
    static func stringEnd(in bytes: Span<UInt8>, from start: Int) throws(JSONError) -> (end: Int, isEscaped: Bool) {
        var offset = start + 1
        var isEscaped = false
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") { return (offset + 1, isEscaped) }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                offset = try escapeEnd(in: bytes, from: offset)
            } else if byte >= 0x80 {
                let length = UTF8Sequence.length(in: bytes, at: offset)
                guard length > 0 else { throw JSONError(.invalidUTF8, at: offset) }
                offset += length
            } else {
                guard byte >= 0x20 else { throw JSONError(.controlCharacter, at: offset) }
                offset += 1
            }
        }
        throw JSONError(.unexpectedEnd, at: bytes.count)
    }

    /// The offset behind the escape whose backslash is at `start`.
    private static func escapeEnd(in bytes: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        guard start + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        switch bytes[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start + 2
        case UInt8(ascii: "u"):
            for place in 2..<6 {
                guard start + place < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
                guard bytes[start + place].hexadecimalDigit != nil else { throw JSONError(.badEscape, at: start) }
            }
            return try pairEnd(in: bytes, from: start)
        default:
            throw JSONError(.badEscape, at: start)
        }
    }

    /// The offset behind the well-formed `\uXXXX` at `start`, and behind its other half when it is the first of a surrogate pair.
    /// Half a pair is refused: no text has such a character, and readers differ in what they make of it.
    private static func pairEnd(in bytes: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        let first = JSONEscape.codeUnit(in: bytes, at: start)
        guard first & 0xF800 == 0xD800 else { return start + 6 }
        guard first < 0xDC00, start + 12 <= bytes.count, bytes[start + 6] == UInt8(ascii: "\\"),
            bytes[start + 7] == UInt8(ascii: "u")
        else { throw JSONError(.badEscape, at: start) }
        for place in 8..<12 where bytes[start + place].hexadecimalDigit == nil {
            throw JSONError(.badEscape, at: start)
        }
        guard JSONEscape.codeUnit(in: bytes, at: start + 6) & 0xFC00 == 0xDC00 else {
            throw JSONError(.badEscape, at: start)
        }
        return start + 12
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
