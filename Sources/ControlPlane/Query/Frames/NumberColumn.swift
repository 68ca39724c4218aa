internal import Bytes
internal import JSON

/// Makes a column of doubles out of number text that passes through: only what might be no finite double is parsed.
struct NumberColumn {
    private var json: [UInt8] = []
    private(set) var count = 0
    private var special = SpecialValues()

    var column: FrameColumn { .numberText(NumberText(json: json, count: count, special: special)) }

    mutating func appendMissing() { element("null".utf8.span) }

    /// A number of the grammar of JSON.
    mutating func append(number text: Span<UInt8>) {
        guard Self.mayBeInfinite(text), let value = Double(String(copyingASCII: text)), !value.isFinite else {
            element(text)
            return
        }
        append(value)
    }

    /// A number as Go prints it, `NaN`, `+Inf` and `-Inf` among them; false, and nothing appended, when the text is none.
    mutating func append(goText text: Span<UInt8>) -> Bool {
        if Self.isJSONNumber(text) {
            append(number: text)
            return true
        }
        guard let value = Double(String(copyingASCII: text)) else { return false }
        append(value)
        return true
    }

    private mutating func append(_ value: Double) {
        if special.note(value, row: count) { appendMissing() } else { element(value.description.utf8.span) }
    }

    private mutating func element(_ text: Span<UInt8>) {
        if count > 0 { json.append(UInt8(ascii: ",")) }
        for index in text.indices { json.append(text[index]) }
        count += 1
    }

    /// 308 digits without an exponent are finite.
    private static func mayBeInfinite(_ text: Span<UInt8>) -> Bool {
        if text.count > 308 { return true }
        for index in text.indices where text[index] | 0x20 == UInt8(ascii: "e") { return true }
        return false
    }

    private static func isJSONNumber(_ text: Span<UInt8>) -> Bool {
        var cursor = JSONCursor(text)
        do {
            let number = try cursor.number()
            return number == 0..<text.count
        } catch {
            return false
        }
    }
}

extension String {
    /// Empty when the bytes are not ASCII.
    fileprivate init(copyingASCII bytes: Span<UInt8>) {
        guard let text = bytes.validatedString(), text.utf8.allSatisfy({ $0 < 0x80 }) else {
            self = ""
            return
        }
        self = text
    }
}
