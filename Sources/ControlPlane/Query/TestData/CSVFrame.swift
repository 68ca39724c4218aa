/// Frames from comma separated values.
struct CSVFrame {
    private let model: TestDataModel

    init(_ model: TestDataModel) { self.model = model }

    /// One line of values, spread evenly over the range. Nothing when there is no value.
    func values() throws(QueryError) -> DataFrame? {
        let text = model.query.text("stringInput").filter { $0 != " " }
        guard !text.isEmpty else { return nil }
        let values = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return DataFrame(
            fields: [
                FrameField("time", .time(times(values.count))),
                FrameField(model.seriesName(), CSVColumn.column(values), isNullable: true),
            ])
    }

    private func times(_ count: Int) -> [FrameTime?] {
        let start = model.query.range.from.milliseconds
        let (length, overflows) = model.query.range.to.milliseconds.subtractingReportingOverflow(start)
        let step = overflows || count < 2 ? 0 : length / Int64(count - 1)
        return (0..<Int64(count)).map { FrameTime(milliseconds: start &+ step &* $0) }
    }

    /// A table with a line of names.
    func table(within budget: inout PointBudget) throws(QueryError) -> DataFrame? {
        let text = model.query.text("csvContent")
        guard !text.isEmpty else { return nil }
        let lines = try Self.lines(of: text, within: &budget)
        guard let names = lines.first else { return nil }
        let fields = names.enumerated().map { place, name in
            Self.field(name.trimmed, lines.dropFirst().map { $0[place].trimmed }, place)
        }
        return DataFrame(name: model.query.text("alias"), fields: fields)
    }

    private static func lines(of text: String, within budget: inout PointBudget) throws(QueryError) -> [[String]] {
        var reader = CSVReader(text)
        var lines: [[String]] = []
        do throws(CSVReader.Problem) {
            while let line = try reader.next() { lines.append(line) }
        } catch {
            throw QueryError("failed to read line: \(error.words)", blame: .plugin)
        }
        try budget.take(lines.reduce(0) { $0 + $1.count })
        return lines
    }

    /// A name with `time` in it makes times, labels in braces behind it are the column's.
    private static func field(_ name: String, _ values: [String], _ place: Int) -> FrameField {
        var column = CSVColumn.column(values)
        if name.lowercased().contains("time"), let times = CSVColumn.times(column) { column = times }
        guard let brace = name.firstIndex(of: "{") else { return FrameField(name, column, isNullable: true) }
        let labels = TestDataModel.labels(String(name[brace...]), seriesIndex: place)
        guard !labels.isEmpty else { return FrameField(name, column, isNullable: true) }
        return FrameField(String(name[..<brace]), column, labels: labels, isNullable: true)
    }
}
