internal import JSON

/// Frames of the scenarios that need no more than a time range.
struct FixedFrames {
    private let model: TestDataModel

    private static let linesMax = 10_000

    init(_ model: TestDataModel) { self.model = model }

    /// One point, an hour before the range.
    var pointOutsideRange: DataFrame {
        let hour: Int64 = 3_600_000
        let (time, overflows) = model.query.range.from.milliseconds.subtractingReportingOverflow(hour)
        return DataFrame(
            name: model.seriesName(),
            fields: [
                FrameField("Time", .time([FrameTime(milliseconds: overflows ? .min : time)])),
                FrameField("Value", .float64([10])),
            ])
    }

    var staticTable: DataFrame {
        let times = model.times(10, step: model.step)
        return DataFrame(
            name: model.query.refID,
            fields: [
                FrameField("Time", .time(times.map { FrameTime(milliseconds: $0) })),
                FrameField("Message", .string(times.map { _ in "This is a message" })),
                FrameField("Description", .string(times.map { _ in "Description" })),
                FrameField("Value", .float64(times.map { _ in 23.1 })),
            ])
    }

    /// Ten buckets that are called by their upper ends, with counts by chance.
    func heatmap(_ bound: (Int) -> Int, within budget: inout PointBudget) throws(QueryError) -> DataFrame {
        let (step, overflows) = model.step.multipliedReportingOverflow(by: 50)
        let times = model.times(100, step: overflows ? .max : step)
        try budget.take(times.count * 11)
        var random = SplitMix(model.query.range)
        var fields = [FrameField("time", .time(times.map { FrameTime(milliseconds: $0) }), isNullable: true)]
        for place in 0..<10 {
            let counts: [Double?] = times.map { _ in Double(random.next() % 100) }
            fields.append(FrameField(String(bound(place)), .float64(counts), isNullable: true))
        }
        return DataFrame(name: "data", fields: fields)
    }

    /// Lines of a log, the newest first.
    func logs(within budget: inout PointBudget) throws(QueryError) -> DataFrame {
        let count = Int(clamping: min(model.integer("lines", or: 10), Int64(Self.linesMax)))
        // An empty range has no lines.
        let isEmpty = model.query.range.from.milliseconds >= model.query.range.to.milliseconds
        try budget.take(max(count, 0) * 5)
        var lines = LogLines(model.query.refID, hasLevels: model.query.flag("levelColumn"), SplitMix(model.query.range))
        var time = model.query.range.to.milliseconds
        for _ in 0..<(isEmpty ? 0 : max(count, 0)) {
            lines.append(at: time)
            let (next, overflows) = time.subtractingReportingOverflow(model.step)
            guard !overflows else { break }
            time = next
        }
        return lines.frame
    }
}
