internal import JSON

/// One number that a metric has in each bucket.
enum MetricValue: Equatable {
    case documentCount
    /// Of most metrics: the only one.
    case single
    /// Of `extended_stats`.
    case statistic(String)
    /// By its key: `95.0`.
    case percentile(String)
    /// Of `top_metrics`: a field of the first document.
    case top(String)

    func number(of metric: MetricAggregation, in bucket: JSONNode, _ document: borrowing JSONDocument) -> Double? {
        switch self {
        case .documentCount: document.number(document.member("doc_count", of: bucket))
        case .single:
            document.number(
                document.descendant(metric.id, "normalized_value", of: bucket)
                    ?? document.descendant(metric.id, "value", of: bucket))
        case .statistic("std_deviation_bounds_upper"):
            document.number(document.descendant(metric.id, "std_deviation_bounds", "upper", of: bucket))
        case .statistic("std_deviation_bounds_lower"):
            document.number(document.descendant(metric.id, "std_deviation_bounds", "lower", of: bucket))
        case .statistic(let name): document.number(document.descendant(metric.id, name, of: bucket))
        case .percentile(let key): document.number(document.descendant(metric.id, "values", key, of: bucket))
        case .top(let field): Self.top(field, of: metric, in: bucket, document)
        }
    }

    private static func top(
        _ field: String, of metric: MetricAggregation, in bucket: JSONNode, _ document: borrowing JSONDocument
    ) -> Double? {
        guard let list = document.descendant(metric.id, "top", of: bucket),
            let first = document.elements(of: list).first
        else {
            return nil
        }
        return document.number(document.descendant("metrics", field, of: first))
    }

    func series(of metric: MetricAggregation, labels: [String: String]) -> BucketSeries {
        switch self {
        case .documentCount:
            BucketSeries(title: metric.type.name, field: nil, metricID: nil, labels: labels)
        case .single: BucketSeries(title: metric.type.name, field: metric.field, metricID: metric.id, labels: labels)
        case .statistic(let name): BucketSeries(title: name, field: metric.field, metricID: nil, labels: labels)
        case .percentile(let key): BucketSeries(title: "p" + key, field: metric.field, metricID: nil, labels: labels)
        case .top(let field): BucketSeries(title: metric.type.name, field: field, metricID: nil, labels: labels)
        }
    }
}
