public import Bytes
internal import JSON

/// A log line under construction: one JSON object. Names are ours, so that no line can be given a second `message`.
public struct LogLine: ~Copyable {
    private var json = JSONWriter()

    init(time: String, level: LogLevel, message: StaticString) {
        json.beginObject()
        field("time", time)
        field("level", level.rawValue)
        json.key("message")
        json.string(message.description)
    }

    public mutating func field(_ name: StaticString, _ text: String) {
        json.key(name.description)
        json.string(text)
    }

    /// Text as bytes; what is not UTF-8 becomes U+FFFD.
    public mutating func field(_ name: StaticString, _ text: borrowing ByteBuffer) {
        json.key(name.description)
        json.string(text.span)
    }

    public mutating func field(_ name: StaticString, _ number: Int64) {
        json.key(name.description)
        json.int(number)
    }

    public mutating func field(_ name: StaticString, _ flag: Bool) {
        json.key(name.description)
        json.bool(flag)
    }

    mutating func append(_ field: LogField) {
        json.key(field.name)
        switch field.value {
        case .text(let text): json.string(text)
        case .number(let number): json.int(number)
        case .flag(let flag): json.bool(flag)
        }
    }

    /// The line with its line end.
    consuming func finish() -> ByteBuffer {
        json.endObject()
        var line = json.finish()
        line.append(UInt8(ascii: "\n"))
        return line
    }
}
