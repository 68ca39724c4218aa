/// The macros about step and range that a query's text may hold, as `$name` or `${name}`.
struct IntervalMacros {
    /// Names without the dollar sign; where one begins with another, the longer stands first.
    private var texts: [(name: [UInt8], text: String)] = []

    /// `$__interval_ms`, `$__interval`, `$__range_ms`, `$__range_s` and `$__range`.
    init(interval: Interval, range: TimeRange) {
        let milliseconds = range.length.milliseconds
        let seconds = Int64((Double(milliseconds) / 1_000).rounded(.toNearestOrAwayFromZero))
        add("__interval_ms", String(interval.milliseconds))
        add("__interval", interval.macroText)
        add("__range_ms", String(milliseconds))
        add("__range_s", String(seconds))
        add("__range", "\(seconds)s")
    }

    /// Adds a macro behind those that are there.
    mutating func add(_ name: String, _ text: String) { texts.append((Array(name.utf8), text)) }

    /// `query` with every macro replaced, in one pass.
    func replaced(in query: String) -> String {
        let bytes = Array(query.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var offset = 0
        while offset < bytes.count {
            guard bytes[offset] == UInt8(ascii: "$"), let (text, end) = macro(in: bytes, behind: offset + 1) else {
                result.append(bytes[offset])
                offset += 1
                continue
            }
            result += text.utf8
            offset = end
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The text for the macro whose dollar sign stands before `start`, and the offset behind the macro.
    private func macro(in bytes: [UInt8], behind start: Int) -> (text: String, end: Int)? {
        let isBraced = start < bytes.count && bytes[start] == UInt8(ascii: "{")
        let rest = bytes[(isBraced ? start + 1 : start)...]
        for (name, text) in texts where rest.starts(with: name) {
            let end = rest.startIndex + name.count
            if !isBraced { return (text, end) }
            if end < bytes.count, bytes[end] == UInt8(ascii: "}") { return (text, end + 1) }
        }
        return nil
    }
}
