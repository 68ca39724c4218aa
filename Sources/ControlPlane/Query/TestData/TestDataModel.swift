internal import JSON

/// A query for test data, read as forgivingly as Grafana reads it: what has a wrong type counts as not sent.
struct TestDataModel: Sendable {
    let query: NativeQuery

    init(_ query: NativeQuery) { self.query = query }

    /// Nothing for one that is not known.
    var scenario: TestDataScenario? { TestDataScenario(rawValue: scenarioID) }

    var scenarioID: String {
        guard query.queryType.isEmpty else { return query.queryType }
        let id = query.text("scenarioId")
        return id.isEmpty ? TestDataScenario.randomWalk.rawValue : id
    }

    func number(_ name: String) -> Double? { query.model[name]?.numberValue?.double }

    func integer(_ name: String, or fallback: Int64) -> Int64 { query.model[name]?.int64Value ?? fallback }

    /// The name of series number `index`.
    func seriesName(_ index: Int = 0) -> String {
        let alias = query.text("alias")
        guard alias.isEmpty else { return alias }
        return "\(query.refID)-series" + (index > 0 ? String(index) : "")
    }

    /// `{job="foo", instance="bar"}`, with or without braces and quotes; `$seriesIndex` is the number of the series.
    func labels(seriesIndex: Int = 0) -> [String: String] {
        Self.labels(query.text("labels"), seriesIndex: seriesIndex)
    }

    static func labels(_ text: String, seriesIndex: Int = 0) -> [String: String] {
        var labels: [String: String] = [:]
        for part in text.drop(while: { $0 == "{" }).split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            let name = pair[0].filter { $0 != " " }
            let value = pair[1].filter { !"\"{} ".contains($0) }
            labels[name] = value.replacing("$seriesIndex", with: String(seriesIndex))
        }
        return labels
    }

    /// How long a query waits that is there to be slow; 0 for others, and where the text is no length of time.
    var pauseMilliseconds: UInt64 {
        guard scenario == .slowQuery, let length = try? Interval(goDuration: query.text("stringInput")) else {
            return 0
        }
        return UInt64(clamping: length.milliseconds)
    }

    /// Milliseconds from one point to the next; never 0, at which a walk would stand still.
    var step: Int64 { max(query.intervalMilliseconds, 1) }

    /// The times of a series: from the start of the range, or another, until before its end, at most `count`.
    func times(_ count: Int, step: Int64, from start: Int64? = nil) -> [Int64] {
        let end = query.range.to.milliseconds
        var times: [Int64] = []
        var time = start ?? query.range.from.milliseconds
        while times.count < count, time < end {
            times.append(time)
            let (next, overflows) = time.addingReportingOverflow(step)
            guard !overflows else { break }
            time = next
        }
        return times
    }
}
