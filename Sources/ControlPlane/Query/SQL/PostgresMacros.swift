/// The macros of PostgreSQL queries as Grafana 12.4.0 has them (`macros.go` of its data source).
struct PostgresMacros {
    private let range: TimeRange
    private let intervalMilliseconds: Int64
    private let hasTimescaleDB: Bool
    /// What a group macro's last argument asked for.
    private(set) var fill: GapFill?

    init(_ query: NativeQuery, hasTimescaleDB: Bool, fill: GapFill?) {
        range = query.range
        intervalMilliseconds = query.intervalMilliseconds
        self.hasTimescaleDB = hasTimescaleDB
        self.fill = fill
    }

    /// Those that are plain text, whatever stands around them.
    func replacingGlobals(in sql: String) -> String {
        sql.replacing("$__interval_ms", with: String(intervalMilliseconds))
            .replacing("$__interval", with: Interval.milliseconds(intervalMilliseconds).macroText)
            .replacing("$__unixEpochFrom()", with: String(range.from.wholeSeconds))
            .replacing("$__unixEpochTo()", with: String(range.to.wholeSeconds))
    }

    mutating func replacingCalls(in sql: String) throws(MacroError) -> String {
        try MacroScanner(sql).replacing { (call, isFollowedByComma) throws(MacroError) in
            // A group with a comma behind it is the time column of an old query.
            let isOldGroup = call.name == "__timeGroup" && isFollowedByComma
            return try expand(isOldGroup ? "__timeGroupAlias" : call.name, call.arguments)
        }
    }

    private mutating func expand(_ name: String, _ arguments: [String]) throws(MacroError) -> String {
        let column = arguments[0]
        switch name {
        case "__time": return "\(column) AS \"time\""
        case "__timeEpoch": return "extract(epoch from \(column)) as \"time\""
        case "__timeFilter": return "\(column) BETWEEN '\(range.from.rfc3339)' AND '\(range.to.rfc3339)'"
        case "__timeFrom": return "'\(range.from.rfc3339)'"
        case "__timeTo": return "'\(range.to.rfc3339)'"
        case "__timeGroup": return try group(name, arguments, of: "extract(epoch from \(column))")
        case "__timeGroupAlias": return try group(name, arguments, of: "extract(epoch from \(column))") + " AS \"time\""
        case "__unixEpochFilter":
            return "\(column) >= \(range.from.wholeSeconds) AND \(column) <= \(range.to.wholeSeconds)"
        case "__unixEpochNanoFilter":
            return "\(column) >= \(range.from.nanosecondsSince1970) AND \(column) <= \(range.to.nanosecondsSince1970)"
        case "__unixEpochNanoFrom": return String(range.from.nanosecondsSince1970)
        case "__unixEpochNanoTo": return String(range.to.nanosecondsSince1970)
        case "__unixEpochGroup": return try group(name, arguments, of: "(\(column))", isTime: false)
        case "__unixEpochGroupAlias":
            return try group(name, arguments, of: "(\(column))", isTime: false) + " AS \"time\""
        default: throw .unknown(name)
        }
    }

    private mutating func group(
        _ name: String, _ arguments: [String], of seconds: String, isTime: Bool = true
    ) throws(MacroError) -> String {
        guard arguments.count >= 2 else { throw .missingInterval(name) }
        let text = arguments[1].trimmingQuotes
        let interval: Interval
        do throws(IntervalError) { interval = try Interval(duration: text) } catch { throw .badInterval(arguments[1]) }
        guard interval > .zero else { throw .badInterval(arguments[1]) }
        if arguments.count == 3 { try fill(arguments[2], every: interval) }
        let count = interval.goSeconds
        if isTime && hasTimescaleDB { return "time_bucket('\(interval.fixedSeconds)s',\(arguments[0]))" }
        return "floor(\(seconds)/\(count))*\(count)"
    }

    private mutating func fill(_ text: String, every interval: Interval) throws(MacroError) {
        switch text {
        case "NULL": fill = GapFill(mode: .null, interval: interval)
        case "previous": fill = GapFill(mode: .previous, interval: interval)
        default:
            guard let value = Double(text), value.isFinite else { throw .badFill(text) }
            fill = GapFill(mode: .value(value), interval: interval)
        }
    }
}

extension String {
    /// Without single quotes at both ends.
    fileprivate var trimmingQuotes: String {
        var text = self[...]
        while text.first == "'" { text.removeFirst() }
        while text.last == "'" { text.removeLast() }
        return String(text)
    }
}

extension Interval {
    /// As Go prints a `float64` of seconds: no fraction where there is none.
    fileprivate var goSeconds: String {
        let text = seconds.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Seconds with three places.
    fileprivate var fixedSeconds: String {
        let (whole, rest) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        let places = String(rest)
        return "\(whole)." + String(repeating: "0", count: 3 - places.utf8.count) + places
    }
}
