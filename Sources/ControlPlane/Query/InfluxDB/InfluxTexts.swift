internal import Bytes
internal import JSON

/// A series whose rows have no time, as one column of texts: for `SHOW TAG VALUES` the second of each row, for `SHOW DIAGNOSTICS` all of it,
/// otherwise the first.
enum InfluxTexts {
    /// `bytes` is the rows of `series`; nothing at all for none.
    static func frame(
        of series: InfluxSeries, _ bytes: Span<UInt8>, _ statement: InfluxStatement, budget: inout PointBudget
    ) throws -> DataFrame {
        var texts: [String?] = []
        var cursor = JSONCursor(bytes)
        if !bytes.isEmpty { try cursor.enterArray() }
        while try !bytes.isEmpty && cursor.nextElement() {
            try budget.take(1)
            try cursor.enterArray()
            var place = 0
            while try cursor.nextElement() {
                if counts(place, statement) {
                    if place > 1 { try budget.take(1) }
                    texts.append(try text(&cursor, bytes))
                } else {
                    try cursor.skip()
                }
                place += 1
            }
        }
        return DataFrame(name: series.name, fields: [FrameField("Value", .string(texts), isNullable: true)])
    }

    private static func counts(_ place: Int, _ statement: InfluxStatement) -> Bool {
        switch statement {
        case .tagValues: place == 1
        case .diagnostics: true
        case .other: place == 0
        }
    }

    private static func text(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) throws -> String? {
        switch try cursor.kind() {
        case .string:
            let token = try cursor.string()
            return cursor.text(token)
        case .number, .bool:
            let token = try cursor.skip()
            return String(decoding: bytes.extracting(token).copy(), as: UTF8.self)
        case .null, .array, .object:
            try cursor.skip()
            return nil
        }
    }
}
