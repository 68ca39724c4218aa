internal import Bytes

/// All series of an answer as one table: time, tags, values. The columns are those of the first series.
struct InfluxTable {
    private let first: InfluxSeries
    private let tagNames: [String]
    private var tags: [[String?]]
    private var rows: InfluxRows

    init(_ first: InfluxSeries) {
        self.first = first
        tagNames = first.tags.keys.sortedByBytes()
        tags = Array(repeating: [], count: tagNames.count)
        rows = InfluxRows(width: first.columns.count, isTimed: first.columns.first == "time")
    }

    /// `bytes` is the rows of `series`.
    mutating func append(_ series: InfluxSeries, _ bytes: Span<UInt8>, budget: inout PointBudget) throws {
        let before = rows.count
        try rows.read(bytes, budget: &budget)
        try budget.take((rows.count - before) * tagNames.count)
        for (index, name) in tagNames.enumerated() {
            let value: String? = series.tags[name] ?? ""
            tags[index].append(contentsOf: repeatElement(value, count: rows.count - before))
        }
    }

    var frame: DataFrame {
        var values = zip(first.columns, rows.columns).map { name, column in
            FrameField(name, column.column, config: FieldConfig(displayNameFromDS: name), isNullable: true)
        }
        if first.columns.first == "time" { values[0] = FrameField("Time", .time(rows.times)) }
        let tagFields = zip(tagNames, tags).map { name, texts in
            FrameField(name, .string(texts), config: FieldConfig(displayNameFromDS: name), isNullable: true)
        }
        return DataFrame(name: first.name, fields: values.prefix(1) + tagFields + values.dropFirst())
    }
}
