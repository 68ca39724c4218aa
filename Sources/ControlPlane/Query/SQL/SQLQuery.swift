internal import JSON

/// A query in SQL as callers send it.
struct SQLQuery: Sendable {
    enum Format: String {
        case table
        case timeSeries = "time_series"
    }

    /// Empty means that nothing is asked.
    let text: String
    let format: Format
    /// What stands in points that are missing; the group macros may say otherwise.
    let fill: GapFill?

    /// A format that was not sent is that of series, as in Grafana.
    init(_ query: NativeQuery) throws(QueryError) {
        text = query.text("rawSql")
        let word = query.model["format"]?.stringValue ?? Format.timeSeries.rawValue
        guard let format = Format(rawValue: word.isEmpty ? Format.timeSeries.rawValue : word) else {
            throw QueryError("unrecognized query model format: \"\(word)\"", blame: .plugin)
        }
        self.format = format
        fill = query.flag("fill") ? GapFill(query) : nil
    }
}

extension GapFill {
    /// From the members `fillInterval` (seconds), `fillMode` and `fillValue`; nothing without an interval.
    fileprivate init?(_ query: NativeQuery) {
        guard let seconds = query.model["fillInterval"]?.numberValue?.double, seconds >= 1, seconds < 1e9 else {
            return nil
        }
        let mode: Mode =
            switch query.text("fillMode") {
            case "previous": .previous
            case "value": .value(query.model["fillValue"]?.numberValue?.double ?? 0)
            default: .null
            }
        self.init(mode: mode, interval: .seconds(Int64(seconds)))
    }
}
