/// What an answer of Prometheus's query API says (its HTTP API, "Format overview").
struct PrometheusAnswer {
    var status = ""
    var errorType = ""
    var error = ""
    var warnings: [String] = []
    var infos: [String] = []
    var result = PrometheusResult.none

    /// What the source says is wrong.
    var refusal: String? { status == "error" ? "\(errorType): \(error)" : nil }
}

/// The `data` of an answer.
enum PrometheusResult {
    case none
    /// A matrix or a vector, which differ in nothing but their name here.
    case series([PrometheusSeries], type: String)
    case scalar(times: NumberText, values: NumberText)
    case string(milliseconds: Int64, String)
    /// The exemplars of all series.
    case exemplars([PrometheusExemplar])
}

/// A series with its samples, or with native histograms in their place.
struct PrometheusSeries {
    var labels: [String: String] = [:]
    var times = NumberText(json: [], count: 0)
    var values = NumberText(json: [], count: 0)
    var histograms: HistogramColumns?
}
