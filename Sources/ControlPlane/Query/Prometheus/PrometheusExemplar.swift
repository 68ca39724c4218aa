/// A sample that stands for many, with what identifies it (a trace as a rule).
struct PrometheusExemplar: Equatable {
    var milliseconds: Int64
    var value: Double
    var labels: [String: String]
    var seriesLabels: [String: String]
}
