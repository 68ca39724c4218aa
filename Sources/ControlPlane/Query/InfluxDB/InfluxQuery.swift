internal import JSON

/// One InfluxQL query: its text, or what the text is built from.
struct InfluxQuery: Sendable {
    enum Format: String, Sendable {
        case table, logs
        case series = "graph"

        init(_ text: String) {
            switch text {
            case "table": self = .table
            case "logs": self = .logs
            default: self = .series
            }
        }
    }

    /// The retention policy; empty and `default` are the database's own.
    let policy: String
    /// Empty names series by themselves.
    let alias: String
    let format: Format
    let range: TimeRange
    let interval: Interval
    private let raw: String
    private let builder: InfluxBuilder

    init(_ query: NativeQuery) throws(QueryError) {
        policy = query.text("policy")
        alias = query.text("alias")
        format = Format(query.text("resultFormat"))
        range = query.range
        interval = max(.milliseconds(query.intervalMilliseconds), .millisecond)
        raw = query.flag("rawQuery") ? query.text("query") : ""
        builder = try InfluxBuilder(query.model)
    }

    /// InfluxQL with its macros replaced.
    var text: String {
        let text = raw.isEmpty ? builder.text(timeFilter: timeFilter) : raw
        return InfluxMacros.replaced(in: text, timeFilter: timeFilter, interval: interval)
    }

    private var timeFilter: String {
        "time >= \(range.from.milliseconds)ms and time <= \(range.to.milliseconds)ms"
    }
}
