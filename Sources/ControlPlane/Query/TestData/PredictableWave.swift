internal import JSON

/// Series whose values repeat, anchored to 1970: the same moment has the same value whatever range is asked for.
struct PredictableWave {
    private let model: TestDataModel

    private static let pointsMax = 10_000

    init(_ model: TestDataModel) { self.model = model }

    /// So many values on, so many off.
    func pulse(within budget: inout PointBudget) throws(QueryError) -> DataFrame {
        let options = model.query.model["pulseWave"]
        let on = max(options?["onCount"]?.int64Value ?? 0, 0)
        let off = max(options?["offCount"]?.int64Value ?? 0, 0)
        let (length, overflows) = on.addingReportingOverflow(off)
        guard !overflows, length > 0 else { throw Self.invalid("a pulse needs onCount or offCount") }
        let onValue = try Self.value(options?["onValue"], "onValue")
        let offValue = try Self.value(options?["offValue"], "offValue")
        let fields = try fields(
            step: options?["timeStep"]?.int64Value, length: length, labels: model.labels(), within: &budget
        ) { $0 < on ? onValue : offValue }
        return DataFrame(name: model.seriesName(), meta: FrameMeta(type: "timeseries-multi"), fields: fields)
    }

    /// Values from a line of text, for each wave of the query.
    func waves(within budget: inout PointBudget) throws(QueryError) -> [DataFrame] {
        var frames: [DataFrame] = []
        for wave in model.query.model["csvWave"]?.arrayValue ?? [] {
            let values = try Self.values(wave["valuesCSV"]?.stringValue ?? "")
            let labels = TestDataModel.labels(wave["labels"]?.stringValue ?? "")
            let fields = try fields(
                step: wave["timeStep"]?.int64Value, length: Int64(values.count), labels: labels, within: &budget
            ) { values[Int($0)] }
            let name = wave["name"]?.stringValue ?? ""
            frames.append(
                DataFrame(
                    name: name.isEmpty ? model.seriesName() : name, meta: FrameMeta(type: "timeseries-multi"),
                    fields: fields))
        }
        return frames
    }

    /// `step` in seconds; `value` is given a place in the wave, below `length`.
    private func fields(
        step: Int64?, length: Int64, labels: [String: String], within budget: inout PointBudget,
        value: (Int64) -> Double?
    ) throws(QueryError) -> [FrameField] {
        let (milliseconds, overflows) = (step ?? 0).multipliedReportingOverflow(by: 1_000)
        guard !overflows, milliseconds > 0 else { throw Self.invalid("timeStep is no number of seconds above 0") }
        // The first point lies on the grid, at the start of the range or before it; at the beginning of time there is none before.
        let start = model.query.range.from.milliseconds.flooredQuotient(by: milliseconds).multipliedReportingOverflow(
            by: milliseconds)
        let times = start.overflow ? [] : model.times(Self.pointsMax, step: milliseconds, from: start.partialValue)
        try budget.take(times.count)
        let values = times.map { time in
            let place = time.flooredQuotient(by: milliseconds)
            return value(place - place.flooredQuotient(by: length) * length)
        }
        return [
            FrameField("Time", .time(times.map { FrameTime(milliseconds: $0) })),
            FrameField("Value", .float64(values), labels: labels, isNullable: true),
        ]
    }

    private static func values(_ text: String) throws(QueryError) -> [Double?] {
        var values: [Double?] = []
        for part in text.filter({ $0 != " " }).trimmingCommas.split(separator: ",", omittingEmptySubsequences: false) {
            switch part {
            case "null": values.append(nil)
            case "nan": values.append(.nan)
            default:
                guard let value = Double(part) else { throw invalid("'\(part)' is no number") }
                values.append(value)
            }
        }
        guard !values.isEmpty else { throw invalid("a wave has no values") }
        return values
    }

    private static func value(_ setting: JSONValue?, _ name: String) throws(QueryError) -> Double? {
        switch setting {
        case .number(let number)?: return number.double
        case .string("null")?: return nil
        case .string("nan")?: return .nan
        default: throw invalid("\(name) is no number")
        }
    }

    private static func invalid(_ reason: String) -> QueryError { QueryError(reason, blame: .plugin, status: 400) }
}

extension String {
    fileprivate var trimmingCommas: Substring {
        var text = self[...]
        while text.last == "," { text.removeLast() }
        return text
    }
}
