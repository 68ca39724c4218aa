internal import Bytes
internal import JSON

/// Reads one series: `{"target", "tags", "datapoints": [[value, seconds], ...]}`.
struct GraphiteSeries {
    private var target = ""
    private var tags: [String: String] = [:]
    private var times: [FrameTime?] = []
    private var values = NumberColumn()

    /// `bytes` is what the cursor walks over.
    mutating func read(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>, budget: inout PointBudget) throws {
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            if cursor.isKey(key, "target") {
                let name = try cursor.string()
                target = cursor.text(name)
            } else if cursor.isKey(key, "tags"), try cursor.kind() == .object {
                try readTags(&cursor)
            } else if cursor.isKey(key, "datapoints"), try cursor.kind() == .array {
                try cursor.enterArray()
                while try cursor.nextElement() {
                    try budget.take(1)
                    try readPoint(&cursor, bytes)
                }
            } else {
                try cursor.skip()
            }
        }
    }

    /// Numbers become texts; what is neither is left out.
    private mutating func readTags(_ cursor: inout JSONCursor) throws {
        for member in try cursor.value().objectValue?.members ?? [] {
            switch member.value {
            case .string(let text): tags[member.key] = text
            case .number(let number): tags[member.key] = Self.text(of: number)
            case .null, .bool, .array, .object: break
            }
        }
    }

    private static func text(of number: JSONNumber) -> String {
        guard number.int64 == nil, let value = number.double else { return number.text }
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private mutating func readPoint(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) throws {
        try cursor.enterArray()
        guard try cursor.nextElement() else { throw QueryError("failed to parse data point", blame: .plugin) }
        if try cursor.kind() == .null {
            try cursor.skip()
            values.appendMissing()
        } else {
            let number = try cursor.number()
            values.append(number: bytes.extracting(number))
        }
        guard try cursor.nextElement(), try cursor.kind() == .number else {
            throw QueryError("failed to parse data point timestamp", blame: .plugin)
        }
        let number = try cursor.number()
        times.append(try Self.time(bytes.extracting(number)))
        while try cursor.nextElement() { try cursor.skip() }
    }

    private static func time(_ text: Span<UInt8>) throws -> FrameTime {
        guard let seconds = Double(String(decoding: text.copy(), as: UTF8.self)),
            let time = FrameTime(seconds: seconds.rounded(.towardZero))
        else { throw QueryError("a time of Graphite's answer is out of range", blame: .plugin) }
        return time
    }

    /// The tag `name` is what was asked for, not what the series is stored as.
    var frame: DataFrame {
        var labels = tags
        if labels["name"] != nil { labels["name"] = target }
        return DataFrame(
            meta: FrameMeta(type: "timeseries-multi"),
            fields: [
                FrameField("time", .time(times)),
                FrameField(
                    "value", values.column, labels: labels, config: FieldConfig(displayNameFromDS: target),
                    isNullable: true),
            ])
    }
}
