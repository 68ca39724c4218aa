/// Puts series on a grid of times: each point takes the last value of the step that ends in it, or what the mode says.
struct GapFiller {
    private let frame: DataFrame
    private let mode: GapFill.Mode

    init(_ frame: DataFrame, _ mode: GapFill.Mode) {
        self.frame = frame
        self.mode = mode
    }

    /// `times` and `step` in milliseconds. Nothing when a row has no time.
    func resampled(at times: [Int64], step: Int64) -> DataFrame? {
        guard let rows = rows(at: times, step: step) else { return nil }
        var result = frame
        for index in frame.fields.indices {
            switch frame.fields[index].column {
            case .time: result.fields[index].column = .time(times.map { FrameTime(milliseconds: $0) })
            case .float64(let values): result.fields[index].column = .float64(rows.map { value($0, of: values) })
            case .timeText, .numberText, .integer, .uint64, .bool, .string, .json: return nil
            }
        }
        return result
    }

    /// For each time the row whose value it takes, and the last row before it.
    private func rows(at times: [Int64], step: Int64) -> [(own: Int?, last: Int?)]? {
        let column = frame.fields.lazy.compactMap { (field: FrameField) -> [FrameTime?]? in
            guard case .time(let values) = field.column else { return nil }
            return values
        }.first
        guard let column, !column.contains(nil) else { return nil }
        var next = 0
        return times.map { time in
            var own: Int?
            let (before, overflows) = time.subtractingReportingOverflow(step)
            let earliest = FrameTime(milliseconds: overflows ? .min : before)
            while next < column.count, let row = column[next], row <= FrameTime(milliseconds: time) {
                if row > earliest { own = next }
                next += 1
            }
            return (own, next == 0 ? nil : next - 1)
        }
    }

    private func value(_ row: (own: Int?, last: Int?), of values: [Double?]) -> Double? {
        if let own = row.own { return values[own] }
        switch mode {
        case .null: return nil
        case .value(let value): return value
        case .previous: return row.last.flatMap { values[$0] }
        }
    }
}
