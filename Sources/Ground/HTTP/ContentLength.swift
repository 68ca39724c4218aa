/// A number of bytes as Content-Length writes it: digits only, no leading zero, at most 2^63-1 (A-100; RFC 9110 8.6 would take
/// more forms than two parsers agree on).
enum ContentLength {
    static func parse(_ digits: Span<UInt8>) -> UInt64? {
        guard digits.count > 0, digits.count <= 19 else { return nil }
        guard digits[0] != 0x30 || digits.count == 1 else { return nil }
        var number: UInt64 = 0
        var index = 0
        while index < digits.count {
            guard ByteClass.isDigit(digits[index]) else { return nil }
            number = number &* 10 &+ UInt64(digits[index] &- 0x30)
            index &+= 1
        }
        return number <= UInt64(Int64.max) ? number : nil
    }
}
