internal import JSON

/// Series that go up and down by chance.
struct RandomWalk {
    private let model: TestDataModel

    /// Points of one series.
    static let pointsMax = 10_000

    init(_ model: TestDataModel) { self.model = model }

    func frames(within budget: inout PointBudget) throws(QueryError) -> [DataFrame] {
        let count = model.integer("seriesCount", or: 1)
        let times = model.times(Self.pointsMax, step: model.step)
        let (points, overflows) = max(count, 0).multipliedReportingOverflow(by: Int64(times.count + 1))
        try budget.take(overflows ? .max : Int(clamping: points))
        return (0..<Int(max(count, 0))).map { frame($0, at: times) }
    }

    private func frame(_ index: Int, at times: [Int64]) -> DataFrame {
        let series = series(index, at: times)
        let step = FieldConfig(intervalMilliseconds: Double(model.query.intervalMilliseconds))
        return DataFrame(
            meta: FrameMeta(type: "timeseries-multi", custom: ["customStat": 10]),
            fields: [
                FrameField("time", .time(series.times), config: step),
                FrameField(
                    model.seriesName(index), .float64(series.values), labels: model.labels(seriesIndex: index),
                    isNullable: true),
            ])
    }

    private func series(_ index: Int, at times: [Int64]) -> (times: [FrameTime?], values: [Double?]) {
        var random = SplitMix(model.query.range, index: index)
        var walker = model.number("startValue") ?? random.unit() * 100
        let spread = model.number("spread") ?? 1
        let noise = model.number("noise") ?? 0
        let dropped = (model.number("dropPercent") ?? 0) / 100
        var kept: [FrameTime?] = []
        var values: [Double?] = []
        for time in times {
            var value = walker + random.unit() * noise
            if let least = model.number("min"), value < least { (value, walker) = (least, least) }
            if let most = model.number("max"), value > most { (value, walker) = (most, most) }
            if dropped <= 0 || random.unit() >= dropped {
                kept.append(FrameTime(milliseconds: time))
                values.append(value)
            }
            walker += (random.unit() - 0.5) * spread
        }
        return (kept, values)
    }

    /// A walk with a band around it and words beside it.
    func table(within budget: inout PointBudget) throws(QueryError) -> DataFrame {
        let rows = Int(clamping: min(max(model.query.maxDataPoints, 0), Int64(Self.pointsMax)))
        let times = model.times(rows, step: model.step)
        try budget.take(times.count * 6)
        var random = SplitMix(model.query.range)
        var walker = model.number("startValue") ?? random.unit() * 100
        var table = WalkTable(withMissing: model.query.flag("withNil"))
        for time in times {
            let change = random.unit() - 0.5
            walker += change
            table.append(time, walker, change: change, &random)
        }
        return table.frame(named: model.query.refID)
    }
}
