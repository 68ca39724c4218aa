/// One target to be rendered.
struct GraphiteQuery: Sendable {
    let target: String
    let range: TimeRange
    let pointsMax: Int64
    /// Metrictank is asked for what it knows of each series beside its points.
    let isMetrictank: Bool

    /// Nothing for a query without a target. `targetFull` has the references to other queries resolved, so it goes first.
    init?(_ query: NativeQuery) {
        let full = query.text("targetFull")
        let target = full.isEmpty ? query.text("target") : full
        guard !target.isEmpty else { return nil }
        self.target = Self.withGraphitesUnits(target)
        range = query.range
        pointsMax = query.maxDataPoints
        isMetrictank = query.flag("isMetricTank")
    }

    var request: SourceRequest {
        let form = FormText.encode([
            ("format", "json"), ("from", String(range.from.wholeSeconds)), ("maxDataPoints", String(pointsMax)),
            ("target", target), ("until", String(range.to.wholeSeconds)),
        ])
        return SourceRequest(
            "POST", "render", query: isMetrictank ? "meta=true" : "", fields: [FormText.contentType],
            body: Array(form.utf8))
    }

    /// Minutes and months as Graphite writes them: `'5m'` becomes `'5min'` and `'5M'` becomes `'5mon'`.
    private static func withGraphitesUnits(_ target: String) -> String {
        var result = ""
        for (index, part) in target.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { result += "'" }
            result += index > 0 ? unitReplaced(in: part) : String(part)
        }
        return result
    }

    private static func unitReplaced(in part: Substring) -> String {
        let digits = part.dropLast()
        guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return String(part) }
        switch part.last {
        case "m": return digits + "min"
        case "M": return digits + "mon"
        default: return String(part)
        }
    }
}
