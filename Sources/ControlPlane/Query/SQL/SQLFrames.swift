/// What Grafana makes of a table that a SQL database answered (its `sqleng`): times from numbers, series from long tables, filled gaps.
struct SQLFrames {
    /// Points that filling may make at most.
    static let pointsMax: Int64 = 1_000_000

    let query: SQLQuery
    let range: TimeRange
    let fill: GapFill?

    func frame(from table: DataFrame) throws(QueryError) -> DataFrame {
        guard table.rowCount > 0 else { return DataFrame() }
        var frame = table
        let timeIndex = frame.fields.firstIndex { $0.name == "time" }
        if let timeIndex { try convertTime(timeIndex, in: &frame) }
        switch query.format {
        case .table:
            let endIndex = frame.fields.firstIndex { $0.name.lowercased() == "timeend" }
            if let endIndex { try convertTime(endIndex, in: &frame) }
            return frame
        case .timeSeries:
            guard let timeIndex else { throw Self.noTimeColumn }
            return try series(from: frame, timeIndex: timeIndex)
        }
    }

    private static var noTimeColumn: QueryError {
        QueryError(
            "db has no time column: time column is missing; make sure your data includes a time column for time series format or switch to a table format that doesn't require it"
        )
    }

    private func convertTime(_ index: Int, in frame: inout DataFrame) throws(QueryError) {
        let times: [FrameTime?]
        switch frame.fields[index].column {
        case .time: return
        case .integer(let values, _): times = values.map { $0.flatMap { FrameTime(epoch: Double($0)) } }
        case .float64(let values): times = values.map { $0.flatMap { FrameTime(epoch: $0) } }
        case .timeText, .numberText, .uint64, .bool, .string, .json:
            throw QueryError(
                "converting time columns failed: column \"\(frame.fields[index].name)\" holds neither times nor numbers"
            )
        }
        frame.fields[index].column = .time(times)
    }

    // MARK: Series

    private func series(from table: DataFrame, timeIndex: Int) throws(QueryError) -> DataFrame {
        var frame = table
        frame.fields[timeIndex].name = "Time"
        for index in frame.fields.indices where index != timeIndex { try convertValue(index, in: &frame) }
        let isLong = frame.fields.contains { $0.column.isText } && frame.fields.contains { $0.column.isNumber }
        if isLong { frame = try WideSeries(frame, timeIndex: timeIndex, fill: fill).frame }
        guard let fill else { return frame }
        return try filled(frame, fill)
    }

    /// Every value is a nullable double, but for texts, which are labels.
    private func convertValue(_ index: Int, in frame: inout DataFrame) throws(QueryError) {
        let values: [Double?]
        switch frame.fields[index].column {
        case .string, .float64: return
        case .integer(let integers, _): values = integers.map { $0.map(Double.init) }
        case .uint64(let integers): values = integers.map { $0.map(Double.init) }
        case .bool(let flags): values = flags.map { $0.map { $0 ? 1 : 0 } }
        case .time, .timeText, .json, .numberText:
            throw QueryError("convert value to float failed: metricIndex \(index) type can't be converted to float")
        }
        frame.fields[index].column = .float64(values)
    }

    private func filled(_ frame: DataFrame, _ fill: GapFill) throws(QueryError) -> DataFrame {
        let step = max(fill.interval.milliseconds / 1_000, 1) * 1_000
        let remainder = range.from.milliseconds % step
        let (start, isBefore) = range.from.milliseconds.subtractingReportingOverflow(
            remainder < 0 ? remainder + step : remainder)
        let (length, isBeyond) = range.to.milliseconds.subtractingReportingOverflow(start)
        guard !isBefore, !isBeyond, length / step < Self.pointsMax else {
            throw QueryError("the time range has more than \(Self.pointsMax) points to fill", blame: .plugin)
        }
        guard length >= 0 else { return frame }
        let times = (0...(length / step)).map { start + $0 * step }
        return GapFiller(frame, fill.mode).resampled(at: times, step: step) ?? Self.withNotice(frame)
    }

    private static func withNotice(_ frame: DataFrame) -> DataFrame {
        var frame = frame
        frame.meta = frame.meta ?? FrameMeta()
        frame.meta?.notices.append(FrameNotice(.warning, "Failed to resample dataframe"))
        return frame
    }
}

extension FrameColumn {
    var isText: Bool {
        guard case .string = self else { return false }
        return true
    }

    var isNumber: Bool {
        guard case .float64 = self else { return false }
        return true
    }
}
