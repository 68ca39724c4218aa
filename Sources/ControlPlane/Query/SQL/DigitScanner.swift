internal import Bytes

/// Reads numbers and single characters off a text.
struct DigitScanner: ~Escapable {
    private let text: Span<UInt8>
    private var index = 0

    @_lifetime(copy text)
    init(_ text: Span<UInt8>) { self.text = text }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard index < text.count, UInt32(text[index]) == character.value else { return false }
        index += 1
        return true
    }

    /// Up to 9 digits; nothing when there is none.
    mutating func number() -> Int64? {
        var value: Int64 = 0
        let start = index
        while index < text.count, text[index] &- 0x30 < 10, index - start < 9 {
            value = value * 10 + Int64(text[index] - 0x30)
            index += 1
        }
        return index > start ? value : nil
    }

    /// Digits behind a decimal point, as nanoseconds.
    mutating func fraction() -> Int64 {
        let start = index
        guard var value = number() else { return 0 }
        for _ in (index - start)..<9 { value *= 10 }
        return value
    }

    /// `+02`, `-03:30`, `+00:19:32`, in seconds; 0 when there is none.
    mutating func offset() -> Int64 {
        let isNegative = take("-")
        guard isNegative || take("+"), let hours = number() else { return 0 }
        var seconds = hours * 3_600
        if take(":") { seconds += (number() ?? 0) * 60 }
        if take(":") { seconds += number() ?? 0 }
        return isNegative ? -seconds : seconds
    }
}
