/// Values as text become a column: of booleans, whole numbers, other numbers or text, whichever fits all of them first. `null` and empty
/// values are missing.
enum CSVColumn {
    static func column(_ values: [String]) -> FrameColumn {
        if ["T", "F", "TRUE", "FALSE"].contains(values.first?.uppercased() ?? "") { return .bool(values.map(bool)) }
        if let integers = all(values, { Int64($0) }) { return .integer(integers, .int64) }
        if let numbers = all(values, { Double($0) }) { return .float64(numbers) }
        return .string(values.map { isMissing($0) ? nil : $0 })
    }

    private static func bool(_ text: String) -> Bool? {
        let text = text.uppercased()
        return text.isEmpty || text == "NULL" ? nil : text == "T" || text == "TRUE"
    }

    private static func isMissing(_ text: String) -> Bool { text.isEmpty || text == "null" }

    /// Nothing when a value does not fit, or the last is missing: Grafana takes such a column for text.
    private static func all<Value>(_ values: [String], _ read: (String) -> Value?) -> [Value?]? {
        var found: [Value?] = []
        var hasValue = false
        for text in values {
            if isMissing(text) {
                found.append(nil)
            } else if let value = read(text) {
                found.append(value)
                hasValue = true
            } else {
                return nil
            }
        }
        return hasValue ? found : nil
    }

    /// The same values as times, for a column that is called so: numbers are milliseconds since 1970, texts RFC 3339. Nothing when none is
    /// a time.
    static func times(_ column: FrameColumn) -> FrameColumn? {
        let times: [FrameTime?]
        switch column {
        case .integer(let values, _): times = values.map { $0.map { FrameTime(milliseconds: $0) } }
        case .float64(let values):
            times = values.map {
                $0.flatMap { Int64(exactly: $0.rounded(.towardZero)) }.map { FrameTime(milliseconds: $0) }
            }
        case .string(let values): times = values.map { $0.flatMap { FrameTime(rfc3339: $0) } }
        case .time, .timeText, .numberText, .uint64, .bool, .json: return nil
        }
        return times.contains { $0 != nil } ? .time(times) : nil
    }
}
