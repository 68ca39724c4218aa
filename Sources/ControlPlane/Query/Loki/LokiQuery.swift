internal import JSON

/// One query as Loki is asked it.
struct LokiQuery: Sendable {
    enum Kind: String, Sendable {
        case range, instant
    }

    enum Direction: String, Sendable {
        case backward, forward
    }

    /// LogQL with its macros replaced.
    let expression: String
    let kind: Kind
    let direction: Direction
    let step: Interval
    /// Nothing asks for as many as Loki gives by itself.
    let linesMax: Int64?
    /// Empty shows all labels.
    let legendFormat: String
    let range: TimeRange
    /// Which of Grafana's additional queries this is, as Loki's statistics call it; empty for none.
    let tag: String

    init(_ query: NativeQuery) throws(QueryError) {
        kind = try Self.kind(query.model["queryType"])
        direction = try Self.direction(query.model["direction"])
        step = try Self.step(of: query)
        range = query.range
        legendFormat = query.text("legendFormat")
        linesMax = query.model["maxLines"]?.int64Value.flatMap { $0 > 0 ? $0 : nil }
        tag = Self.tag(query.text("supportingQueryType"))
        var macros = IntervalMacros(interval: .milliseconds(query.intervalMilliseconds), range: range)
        let seconds = range.length.milliseconds
        let rangeText = "\(Int64((Double(seconds) / 1_000).rounded(.toNearestOrAwayFromZero)))s"
        macros.add("__auto", kind == .range ? step.macroText : rangeText)
        expression = macros.replaced(in: query.text("expr"))
    }

    private static func kind(_ value: JSONValue?) throws(QueryError) -> Kind {
        guard let value, value != .null else { return .range }
        guard let kind = value.stringValue.flatMap(Kind.init) else {
            throw QueryError("invalid queryType: \(value.stringValue ?? "not a string")", blame: .plugin, status: 400)
        }
        return kind
    }

    private static func direction(_ value: JSONValue?) throws(QueryError) -> Direction {
        guard let value, value != .null, value != "scan" else { return .backward }
        guard let direction = value.stringValue.flatMap(Direction.init) else {
            throw QueryError(
                "invalid queryDirection: \(value.stringValue ?? "not a string")", blame: .plugin, status: 400)
        }
        return direction
    }

    /// The step of the model times its resolution; without one such that Loki returns at most 11,000 points, in whole milliseconds.
    private static func step(of query: NativeQuery) throws(QueryError) -> Interval {
        let resolution =
            query.model["resolution"]?.int64Value.flatMap { (1...5).contains($0) || $0 == 10 ? $0 : nil } ?? 1
        let text = query.text("step")
        guard text.isEmpty else {
            do throws(IntervalError) {
                return try Interval(setting: text) * resolution
            } catch {
                throw QueryError("failed to parse query step: \(error)", status: 400)
            }
        }
        let wanted = Interval.milliseconds(query.intervalMilliseconds) * resolution
        let step = max(wanted, query.range.length / 11_000)
        let rounded = Interval.milliseconds(step.milliseconds)
        return rounded < step ? rounded + .millisecond : rounded
    }

    private static func tag(_ type: String) -> String {
        switch type {
        case "logsVolume": "logvolhist"
        case "logsSample": "logsample"
        case "dataSample": "datasample"
        case "infiniteScroll": "infinitescroll"
        default: ""
        }
    }
}
