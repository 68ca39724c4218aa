/// Walks the characters of valid UTF-8, one by one, seeing through the escapes of a checked string if it has any.
struct UnescapedScalars {
    private var offset: Int
    private let end: Int
    private let isEscaped: Bool

    init(_ range: Range<Int>, isEscaped: Bool) {
        self.isEscaped = isEscaped
        offset = range.lowerBound
        end = range.upperBound
    }

    mutating func next(in bytes: Span<UInt8>) -> UInt32? {
        guard offset < end else { return nil }
        let lead = bytes[offset]
        if isEscaped, lead == UInt8(ascii: "\\") {
            let (scalar, next) = JSONEscape.scalar(in: bytes, at: offset)
            offset = next
            return scalar.value
        }
        let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        var value = length == 1 ? UInt32(lead) : UInt32(lead) & (0x7F >> UInt32(length))
        for place in 1..<length { value = value << 6 | UInt32(bytes[offset + place] & 0x3F) }
        offset += length
        return value
    }
}
