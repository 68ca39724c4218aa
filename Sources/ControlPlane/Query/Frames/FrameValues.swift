internal import JSON

/// The values of a frame: `values` by column, and where there is something to say `entities` and `nanos`.
enum FrameValues {
    static func append(_ fields: [FrameField], to json: inout JSONWriter) {
        var special: [SpecialValues] = []
        json.beginObject()
        json.key("values")
        json.beginArray()
        for field in fields { special.append(append(field.column, to: &json)) }
        json.endArray()
        if special.contains(where: { !$0.isEmpty }) { append(special, to: &json) }
        if fields.contains(where: { $0.column.hasNanoseconds }) { appendNanoseconds(of: fields, to: &json) }
        json.endObject()
    }

    /// Appends a column and says which of its rows have no number in JSON.
    private static func append(_ column: FrameColumn, to json: inout JSONWriter) -> SpecialValues {
        var special = SpecialValues()
        json.beginArray()
        switch column {
        case .time(let values):
            for value in values { json.optional(value) { json, time in json.int(time.milliseconds) } }
        case .float64(let values): special = append(values, to: &json)
        case .timeText(let text), .numberText(let text):
            special = text.special
            json.elements(text.json)
        case .integer(let values, _):
            for value in values { json.optional(value) { json, value in json.int(value) } }
        case .uint64(let values):
            for value in values { json.optional(value) { json, value in json.unsigned(value) } }
        case .bool(let values):
            for value in values { json.optional(value) { json, value in json.bool(value) } }
        case .string(let values):
            for value in values { json.optional(value) { json, value in json.string(value) } }
        case .json(let values):
            for value in values { json.optional(value) { json, value in json.value(value) } }
        }
        json.endArray()
        return special
    }

    private static func append(_ values: [Double?], to json: inout JSONWriter) -> SpecialValues {
        var special = SpecialValues()
        for (row, value) in values.enumerated() {
            guard let value, !special.note(value, row: row) else {
                json.null()
                continue
            }
            json.double(value)
        }
        return special
    }

    private static func append(_ special: [SpecialValues], to json: inout JSONWriter) {
        json.key("entities")
        json.beginArray()
        for column in special {
            guard !column.isEmpty else {
                json.null()
                continue
            }
            json.beginObject()
            append("NaN", column.nan, to: &json)
            append("Inf", column.infinite, to: &json)
            append("NegInf", column.negativeInfinite, to: &json)
            json.endObject()
        }
        json.endArray()
    }

    private static func append(_ name: String, _ rows: [Int], to json: inout JSONWriter) {
        guard !rows.isEmpty else { return }
        json.key(name)
        json.beginArray()
        for row in rows { json.int(Int64(row)) }
        json.endArray()
    }

    private static func appendNanoseconds(of fields: [FrameField], to json: inout JSONWriter) {
        json.key("nanos")
        json.beginArray()
        for field in fields {
            guard case .time(let values) = field.column, field.column.hasNanoseconds else {
                json.null()
                continue
            }
            json.beginArray()
            for value in values { json.int(Int64(value?.nanoseconds ?? 0)) }
            json.endArray()
        }
        json.endArray()
    }
}

extension FrameColumn {
    fileprivate var hasNanoseconds: Bool {
        guard case .time(let values) = self else { return false }
        return values.contains { ($0?.nanoseconds ?? 0) != 0 }
    }
}
