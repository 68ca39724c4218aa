public import Bytes
internal import JSON

/// Writes log lines: one JSON object a line, `time`, `level`, `message`, then the fields.
///
/// Messages are constants and everything variable is a field, so that lines can be counted and searched by message. A line leaves
/// in one call of the sink, so that threads need no lock among them.
public struct Logger: Sendable {
    private let threshold: LogThreshold
    /// Milliseconds since 1970.
    private let clock: @Sendable () -> Int64
    private let sink: @Sendable (borrowing ByteBuffer) -> Void

    /// `sink` gets one whole line with its newline at a time, from any thread.
    public init(
        threshold: LogThreshold, clock: @escaping @Sendable () -> Int64,
        sink: @escaping @Sendable (borrowing ByteBuffer) -> Void
    ) {
        self.threshold = threshold
        self.clock = clock
        self.sink = sink
    }

    /// The same with a level that stays.
    public init(
        level: LogLevel, clock: @escaping @Sendable () -> Int64,
        sink: @escaping @Sendable (borrowing ByteBuffer) -> Void
    ) {
        self.init(threshold: LogThreshold(level), clock: clock, sink: sink)
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
        log(level, message) { line in
            for field in fields() { line.append(field) }
        }
    }

    /// One line with the fields that `write` puts into it, without a list of them in between: for lines that are many.
    public func log(_ level: LogLevel, _ message: StaticString, write: (inout LogLine) -> Void) {
        guard threshold.admits(level) else { return }
        var line = LogLine(time: LogTime.text(milliseconds: clock()), level: level, message: message)
        write(&line)
        sink(line.finish())
    }
}
