internal import JSON

/// One metric of a query: a number for each bucket, or documents.
struct MetricAggregation: Sendable {
    /// What a pipeline computes from, by the name that its script uses.
    struct Variable: Sendable {
        let name: String
        let metricID: String
    }

    let id: String
    let type: MetricType
    /// For a pipeline with one input: the id of that metric.
    let field: String
    let isHidden: Bool
    /// As sent, without the empty settings that old editors stored as the text `null`.
    let settings: JSONObject
    /// Of extended statistics: which of them are shown, sorted.
    let shownStatistics: [String]
    let variables: [Variable]

    init(_ model: JSONValue) throws(QueryError) {
        guard let type = model["type"]?.stringValue else { throw .invalidElasticsearchQuery("a metric has no type") }
        self.type = MetricType(name: type)
        id = model["id"]?.stringValue ?? ""
        isHidden = model["hide"]?.boolValue ?? false
        settings = Self.settings(model["settings"])
        shownStatistics = Self.shownStatistics(model["meta"])
        variables = try Self.variables(model["pipelineVariables"])
        let field = model["field"]?.stringValue ?? ""
        self.field =
            field.isEmpty && self.type.isPipeline ? model["pipelineAgg"]?.stringValue ?? "" : field
    }

    private static func settings(_ model: JSONValue?) -> JSONObject {
        JSONObject(members: (model?.objectValue ?? [:]).members.filter { $0.value != "null" })
    }

    private static func shownStatistics(_ model: JSONValue?) -> [String] {
        (model?.objectValue ?? [:]).members.filter { $0.value == true }.map(\.key).sortedByBytes()
    }

    private static func variables(_ model: JSONValue?) throws(QueryError) -> [Variable] {
        var variables: [Variable] = []
        for entry in model?.arrayValue ?? [] {
            guard let name = entry["name"]?.stringValue, let metric = entry["pipelineAgg"]?.stringValue else {
                throw .invalidElasticsearchQuery("a pipeline variable has no name or no metric")
            }
            variables.append(Variable(name: name, metricID: metric))
        }
        return variables
    }

    /// The fields that `top_metrics` brings.
    var topFields: [String] { (settings["metrics"]?.arrayValue ?? []).compactMap(\.stringValue) }

    /// The text of a script, which old editors wrapped in an object.
    var script: String? { settings["script"]?.stringValue ?? settings["script"]?["inline"]?.stringValue }

    /// `Average n`, as it stands in the name of a series that is computed from this one.
    var words: String { type == .count ? type.title : "\(type.title) \(field)" }
}
