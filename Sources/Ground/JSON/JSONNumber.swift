internal import Bytes

/// A number as it was written: `1.0`, `1e3`, `-0.0` and `12345678901234567890` survive. Equal means the same text.
public struct JSONNumber: Sendable, Equatable {
    /// Always a number of the RFC 8259 grammar.
    public let text: String

    public init(_ value: Int64) { text = String(value) }

    /// Nothing when `text` is not a JSON number and that alone.
    public init?(text: String) {
        guard let end = try? JSONGrammar.numberEnd(in: text.utf8.span, from: 0), end == text.utf8.count else {
            return nil
        }
        self.text = text
    }

    /// For text that the scanner has accepted.
    init(scanned text: String) { self.text = text }

    /// Only for an integer written as one and within range: `1.0` and `1e3` are nothing, `-0` is 0.
    public var int64: Int64? { Int64(text) }

    /// The nearest double; nothing when that would be infinite.
    public var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }
}
