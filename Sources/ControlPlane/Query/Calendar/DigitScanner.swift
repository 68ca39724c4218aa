internal import Bytes

/// Reads numbers and single characters off the front of a text: what times are written in.
struct DigitScanner: ~Escapable {
    private let text: Span<UInt8>
    private var index = 0

    @_lifetime(copy text)
    init(_ text: Span<UInt8>) { self.text = text }

    var isAtEnd: Bool { index == text.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard index < text.count, UInt32(text[index]) == character.value else { return false }
        index += 1
        return true
    }

    /// Up to 9 digits; nothing when there is none.
    mutating func number() -> Int64? {
        var value: Int64 = 0
        let start = index
        while index - start < 9, let digit = digit() { value = value * 10 + digit }
        return index > start ? value : nil
    }

    /// So many digits, at most 9; nothing when there are fewer.
    mutating func number(digits: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Digits behind a decimal point, as nanoseconds; what is finer is cut off. Nothing when there is none.
    mutating func fraction() -> Int64? {
        let start = index
        guard var value = number() else { return nil }
        for _ in (index - start)..<9 { value *= 10 }
        while digit() != nil {}
        return value
    }

    private mutating func digit() -> Int64? {
        guard index < text.count, text[index] &- 0x30 < 10 else { return nil }
        defer { index += 1 }
        return Int64(text[index] - 0x30)
    }
}
