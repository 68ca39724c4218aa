/// How Grafana finds the step of a query that leaves it open.
enum IntervalRules {
    /// The smallest step allowed: the query's own text (`0s` counts as none), else its milliseconds unless 0, else the
    /// data source's text, else `fallback`.
    static func minimum(
        query: String, queryMilliseconds: Int64, source: String, fallback: Interval
    ) throws(IntervalError) -> Interval {
        if !query.isEmpty, query != "0s" { return try Interval(setting: query) }
        if queryMilliseconds != 0 { return .milliseconds(queryMilliseconds) }
        return source.isEmpty ? fallback : try Interval(setting: source)
    }

    /// The step that shows `range` in about `points` points (1,500 if 0), rounded, and not below `minimum`.
    static func calculated(over range: TimeRange, points: Int64, minimum: Interval) -> Interval {
        let exact = range.length / (points == 0 ? 1_500 : points)
        return exact < minimum ? minimum : exact.rounded
    }

    /// The smallest step with which `range` stays below the points that a source returns at most.
    static func safe(over range: TimeRange, points: Int64 = 11_000) -> Interval {
        (range.length / points).rounded
    }
}
