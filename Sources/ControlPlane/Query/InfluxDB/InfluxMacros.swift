/// The macros of InfluxQL: `$timeFilter`, `$interval`, `$__interval_ms` and `$__interval`.
enum InfluxMacros {
    static func replaced(in query: String, timeFilter: String, interval: Interval) -> String {
        // Where one name begins with another, the longer stands first.
        let macros: [(name: String, text: String)] = [
            ("$timeFilter", timeFilter), ("$interval", interval.macroText),
            ("$__interval_ms", String(interval.milliseconds)), ("$__interval", interval.macroText),
        ]
        var result = ""
        var rest = query[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[dollar...]
            if let macro = macros.first(where: { rest.hasPrefix($0.name) }) {
                result += macro.text
                rest = rest.dropFirst(macro.name.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result + rest
    }
}
