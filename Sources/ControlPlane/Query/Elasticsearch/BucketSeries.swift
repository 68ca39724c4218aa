/// One metric over time.
struct BucketSeries {
    /// What the metric is called in names: its type, a statistic of it, or `p95.0`.
    let title: String
    /// Nothing for the count, which has none.
    let field: String?
    /// For metrics that a pipeline may be named after.
    let metricID: String?
    /// The keys of the buckets around it by field.
    let labels: [String: String]
    var times: [FrameTime?] = []
    var values: [Double?] = []

    func frame(named name: String) -> DataFrame {
        DataFrame(
            name: name, meta: FrameMeta(type: "timeseries-multi"),
            fields: [FrameField("Time", .time(times)), FrameField("Value", .float64(values), isNullable: true)])
    }
}

extension DataFrame {
    /// Without the first and last `count` rows, which are mostly incomplete; a frame that would be empty stays whole.
    mutating func trim(_ count: Int) {
        guard count > 0, rowCount / 2 >= count, rowCount - count > count else { return }
        for place in fields.indices { fields[place].column.trim(count) }
    }
}

extension FrameColumn {
    fileprivate mutating func trim(_ edge: Int) {
        let inside = edge..<count - edge
        switch self {
        case .time(let values): self = .time(Array(values[inside]))
        case .float64(let values): self = .float64(Array(values[inside]))
        case .string(let values): self = .string(Array(values[inside]))
        case .integer, .uint64, .bool, .json, .timeText, .numberText: break
        }
    }
}
