internal import Bytes

/// What a Host field and the authority of a request target may be: a name or address and an optional port.
///
/// Tighter than RFC 3986: no percent escapes, no sub-delimiters, no empty port, nothing outside ASCII. Which names are ours is
/// not asked here.
enum HostGrammar {
    static func isValid(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count > 0, bytes.count <= HeadLimits.hostBytesMax else { return false }
        let nameEnd = bytes[0] == 0x5B ? literalEnd(bytes) : nameEnd(bytes)
        guard let nameEnd, nameEnd > 0 else { return false }
        if nameEnd == bytes.count { return true }
        return bytes[nameEnd] == 0x3A && isPort(bytes.extracting((nameEnd &+ 1)..<bytes.count))
    }

    /// 1 to 5 digits, at most 65535.
    static func isPort(_ digits: Span<UInt8>) -> Bool { port(digits) != nil }

    static func port(_ digits: Span<UInt8>) -> UInt16? {
        guard digits.count > 0, digits.count <= 5 else { return nil }
        var number = 0
        for index in digits.indices {
            guard ByteClass.isDigit(digits[index]) else { return nil }
            number = number &* 10 &+ Int(digits[index] &- 0x30)
        }
        return UInt16(exactly: number)
    }

    private static func nameEnd(_ bytes: Span<UInt8>) -> Int? {
        var index = 0
        while index < bytes.count, isNameByte(bytes[index]) { index &+= 1 }
        return index
    }

    @inline(__always)
    private static func isNameByte(_ byte: UInt8) -> Bool {
        ByteClass.isLetter(byte) || ByteClass.isDigit(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F
    }

    /// Behind `[...]`, when it holds an IPv6 address.
    private static func literalEnd(_ bytes: Span<UInt8>) -> Int? {
        guard let end = bytes.firstOffset(of: 0x5D), IPv6Text.parse(bytes.extracting(1..<end)) != nil else {
            return nil
        }
        return end &+ 1
    }
}
