/// What a metric computes; types that are not listed are passed to the source by their name.
struct MetricType: Sendable, Hashable {
    let name: String

    static let count = MetricType(name: "count")
    static let extendedStatistics = MetricType(name: "extended_stats")
    static let percentiles = MetricType(name: "percentiles")
    static let topMetrics = MetricType(name: "top_metrics")
    static let movingAverage = MetricType(name: "moving_avg")
    static let serialDifference = MetricType(name: "serial_diff")
    static let bucketScript = MetricType(name: "bucket_script")
    static let rawDocument = MetricType(name: "raw_document")
    static let rawData = MetricType(name: "raw_data")
    static let logs = MetricType(name: "logs")

    /// Computed by the source from other metrics of the query.
    var isPipeline: Bool {
        switch name {
        case "moving_avg", "moving_fn", "cumulative_sum", "derivative", "serial_diff", "bucket_script": true
        default: false
        }
    }

    /// May be computed by a script of the settings.
    var takesScript: Bool {
        switch name {
        case "avg", "sum", "max", "min", "extended_stats", "percentiles", "bucket_script": true
        default: false
        }
    }

    /// As Grafana shows it. The statistics of `extended_stats` have titles too; where a metric has the same name, the metric's is shown.
    var title: String {
        switch name {
        case "count": "Count"
        case "avg": "Average"
        case "sum": "Sum"
        case "max": "Max"
        case "min": "Min"
        case "extended_stats": "Extended Stats"
        case "percentiles": "Percentiles"
        case "top_metrics": "Top Metrics"
        case "cardinality": "Unique Count"
        case "moving_avg": "Moving Average"
        case "moving_fn": "Moving Function"
        case "cumulative_sum": "Cumulative Sum"
        case "derivative": "Derivative"
        case "serial_diff": "Serial Difference"
        case "bucket_script": "Bucket Script"
        case "raw_document": "Raw Document"
        case "raw_data": "Raw Data"
        case "logs": "Logs"
        case "rate": "Rate"
        case "std_deviation": "Std Dev"
        case "std_deviation_bounds_upper": "Std Dev Upper"
        case "std_deviation_bounds_lower": "Std Dev Lower"
        default: name
        }
    }
}
