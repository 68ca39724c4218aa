internal import JSON

/// Reads the metrics of the buckets of one date histogram.
struct SeriesReader {
    private let buckets: [JSONNode]
    private let labels: [String: String]

    init(_ buckets: [JSONNode], labels: [String: String]) {
        self.buckets = buckets
        self.labels = labels
    }

    func series(
        of metrics: [MetricAggregation], in document: borrowing JSONDocument, within budget: inout PointBudget
    ) throws(QueryError) -> [BucketSeries] {
        let times = try times(in: document)
        var series: [BucketSeries] = []
        for metric in metrics where !metric.isHidden {
            for value in values(of: metric, in: document) {
                try budget.take(times.count)
                series.append(read(value, of: metric, at: times, in: document))
            }
        }
        return series
    }

    private func times(in document: borrowing JSONDocument) throws(QueryError) -> [FrameTime] {
        var times: [FrameTime] = []
        for bucket in buckets {
            guard let key = document.member("key", of: bucket).flatMap({ document.numberText($0) }),
                let number = Double(key),
                let milliseconds = Int64(key) ?? Int64(exactly: number.rounded(.towardZero))
            else { throw QueryError("a bucket of the date histogram has no time") }
            times.append(FrameTime(milliseconds: milliseconds))
        }
        return times
    }

    /// What one metric brings: a statistic, a percentile, a field.
    private func values(of metric: MetricAggregation, in document: borrowing JSONDocument) -> [MetricValue] {
        switch metric.type {
        case .count: return [.documentCount]
        case .extendedStatistics: return metric.shownStatistics.map { .statistic($0) }
        case .topMetrics: return metric.topFields.map { .top($0) }
        case .percentiles:
            guard let first = buckets.first, let values = document.descendant(metric.id, "values", of: first) else {
                return []
            }
            return document.members(of: values).map(\.key).sortedByBytes().map { .percentile($0) }
        default: return [.single]
        }
    }

    private func read(
        _ value: MetricValue, of metric: MetricAggregation, at times: [FrameTime], in document: borrowing JSONDocument
    ) -> BucketSeries {
        var series = value.series(of: metric, labels: labels)
        for (bucket, time) in zip(buckets, times) {
            // A pipeline has no value in buckets that its window does not reach: such a bucket is no row.
            if value == .single, !Self.isObject(document.member(metric.id, of: bucket), in: document) { continue }
            series.times.append(time)
            series.values.append(value.number(of: metric, in: bucket, document))
        }
        return series
    }

    private static func isObject(_ node: JSONNode?, in document: borrowing JSONDocument) -> Bool {
        node.map { document.kind(of: $0) == .object } ?? false
    }
}
