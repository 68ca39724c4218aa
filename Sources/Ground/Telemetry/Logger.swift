public import Bytes
internal import JSON

/// Writes log lines: one JSON object a line, `time`, `level`, `message`, then the fields.
///
/// Messages are constants and everything variable is a field, so that lines can be counted and searched by message. A line leaves
/// in one call of the sink, so that threads need no lock among them.
public struct Logger: Sendable {
    public let level: LogLevel
    /// Milliseconds since 1970.
    private let clock: @Sendable () -> Int64
    private let sink: @Sendable (borrowing ByteBuffer) -> Void

    /// `sink` gets one whole line with its newline at a time, from any thread.
    public init(
        level: LogLevel, clock: @escaping @Sendable () -> Int64,
        sink: @escaping @Sendable (borrowing ByteBuffer) -> Void
    ) {
        self.level = level
        self.clock = clock
        self.sink = sink
    }

    public func debug(_ message: StaticString, _ fields: @autoclosure () -> [LogField] = []) {
        log(.debug, message, fields)
    }

    public func info(_ message: StaticString, _ fields: @autoclosure () -> [LogField] = []) {
        log(.info, message, fields)
    }

    public func warning(_ message: StaticString, _ fields: @autoclosure () -> [LogField] = []) {
        log(.warning, message, fields)
    }

    public func error(_ message: StaticString, _ fields: @autoclosure () -> [LogField] = []) {
        log(.error, message, fields)
    }

    private func log(_ level: LogLevel, _ message: StaticString, _ fields: () -> [LogField]) {
        guard level >= self.level else { return }
        var json = JSONWriter()
        json.beginObject()
        json.key("time")
        json.string(LogTime.text(milliseconds: clock()))
        json.key("level")
        json.string(level.rawValue)
        json.key("message")
        json.string(message.description)
        for field in fields() { append(field, to: &json) }
        json.endObject()
        var line = json.finish()
        line.append(UInt8(ascii: "\n"))
        sink(line)
    }

    private func append(_ field: LogField, to json: inout JSONWriter) {
        json.key(field.name)
        switch field.value {
        case .text(let text): json.string(text)
        case .number(let number): json.int(number)
        case .flag(let flag): json.bool(flag)
        }
    }
}
