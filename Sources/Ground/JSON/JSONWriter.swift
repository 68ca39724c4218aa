public import Bytes

/// Appends JSON to a buffer that it owns meanwhile: compact, no trailing newline, commas and colons placed by itself.
///
/// Every value inside an object follows its `key`; what was begun is ended before `finish`.
public struct JSONWriter: ~Copyable {
    private var buffer: ByteBuffer
    private var open = 0
    private var needsComma = false

    /// Writes behind what `buffer` holds.
    public init(appendingTo buffer: consuming ByteBuffer = ByteBuffer()) { self.buffer = buffer }

    /// The buffer back, the value behind what it held.
    public consuming func finish() -> ByteBuffer {
        precondition(open == 0)
        return buffer
    }

    /// The buffer back in the middle of a value.
    consuming func abandon() -> ByteBuffer { buffer }

    // MARK: Arrays and objects

    public mutating func beginObject() { begin(UInt8(ascii: "{")) }
    public mutating func endObject() { end(UInt8(ascii: "}")) }
    public mutating func beginArray() { begin(UInt8(ascii: "[")) }
    public mutating func endArray() { end(UInt8(ascii: "]")) }

    public mutating func key(_ key: String) {
        precondition(open > 0)
        separate()
        JSONStringWriter.append(key.utf8.span, to: &buffer)
        buffer.append(UInt8(ascii: ":"))
        needsComma = false
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        buffer.append(bracket)
        open += 1
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        precondition(open > 0)
        buffer.append(bracket)
        open -= 1
        needsComma = true
    }

    /// The comma before this value or key, if it needs one.
    private mutating func separate() {
        guard needsComma else { return }
        precondition(open > 0)
        buffer.append(UInt8(ascii: ","))
    }

    // MARK: Scalars

    public mutating func null() {
        separate()
        buffer.append("null" as StaticString)
        needsComma = true
    }

    public mutating func bool(_ value: Bool) {
        separate()
        buffer.append(value ? "true" as StaticString : "false")
        needsComma = true
    }

    public mutating func int(_ value: Int64) {
        separate()
        if value < 0 { buffer.append(UInt8(ascii: "-")) }
        buffer.append(decimal: value.magnitude)
        needsComma = true
    }

    public mutating func unsigned(_ value: UInt64) {
        separate()
        buffer.append(decimal: value)
        needsComma = true
    }

    /// The shortest text that reads back as `value`, which is finite; whole numbers have no fraction.
    public mutating func double(_ value: Double) {
        precondition(value.isFinite)
        separate()
        let text = value.description
        buffer.append(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
        needsComma = true
    }

    /// Elements of the array that is open, ready and with commas between them; none when `json` is empty. Checked by whoever made them.
    public mutating func elements(_ json: [UInt8]) {
        guard !json.isEmpty else { return }
        separate()
        buffer.append(json.span)
        needsComma = true
    }

    public mutating func number(_ value: JSONNumber) {
        separate()
        buffer.append(value.text)
        needsComma = true
    }

    public mutating func string(_ value: String) { string(value.utf8.span) }

    /// Text as bytes, for secrets that are no `String`. Each byte that is not UTF-8 becomes U+FFFD.
    public mutating func string(_ value: Span<UInt8>) {
        separate()
        JSONStringWriter.append(value, to: &buffer)
        needsComma = true
    }

    // MARK: Whole values

    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let value): number(value)
        case .string(let value): string(value)
        case .array(let values): array(values)
        case .object(let object): self.object(object)
        }
    }

    private mutating func array(_ values: [JSONValue]) {
        beginArray()
        for value in values { self.value(value) }
        endArray()
    }

    private mutating func object(_ object: JSONObject) {
        beginObject()
        for member in object.members {
            key(member.key)
            value(member.value)
        }
        endObject()
    }
}
