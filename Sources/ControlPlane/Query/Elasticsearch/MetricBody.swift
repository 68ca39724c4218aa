internal import JSON

/// The metrics of a search, computed in each innermost bucket.
struct MetricBody {
    private let metrics: [MetricAggregation]

    init(_ metrics: [MetricAggregation]) { self.metrics = metrics }

    var json: JSONObject {
        var body: JSONObject = [:]
        // Every bucket has its count.
        for metric in metrics where metric.type != .count {
            guard let settings = settings(of: metric) else { continue }
            body[metric.id] = .object([metric.type.name: .object(settings)])
        }
        return body
    }

    /// Nothing for a pipeline without anything to compute from.
    private func settings(of metric: MetricAggregation) -> JSONObject? {
        guard metric.type.isPipeline else { return plain(metric) }
        guard let path = metric.type == .bucketScript ? paths(of: metric) : path(to: metric.field).map(JSONValue.string)
        else {
            return nil
        }
        var settings = Self.settings(metric)
        settings["buckets_path"] = path
        return settings
    }

    private func plain(_ metric: MetricAggregation) -> JSONObject {
        var settings = metric.type == .topMetrics ? Self.topMetrics(metric) : Self.settings(metric)
        if !metric.field.isEmpty { settings["field"] = .string(metric.field) }
        return settings
    }

    private func paths(of metric: MetricAggregation) -> JSONValue? {
        guard !metric.variables.isEmpty else { return nil }
        var paths: JSONObject = [:]
        for variable in metric.variables {
            if let path = path(to: variable.metricID) { paths[variable.name] = .string(path) }
        }
        return .object(paths)
    }

    /// Where a pipeline finds the metric with this id; nothing when there is none.
    private func path(to id: String) -> String? {
        guard let metric = metrics.first(where: { $0.id == id }), Int64(id) != nil else { return nil }
        return metric.type == .count ? "_count" : id
    }

    private static func topMetrics(_ metric: MetricAggregation) -> JSONObject {
        var settings: JSONObject = [
            "metrics": .array(metric.topFields.map { ["field": .string($0)] }), "size": "1",
        ]
        if let key = metric.settings["orderBy"]?.stringValue {
            settings["sort"] = [.object([key: metric.settings["order"] ?? "desc"])]
        }
        return settings
    }

    /// As sent; numbers that editors keep as text become numbers where Elasticsearch insists on them.
    private static func settings(_ metric: MetricAggregation) -> JSONObject {
        var settings = metric.settings
        switch metric.type {
        case .movingAverage: movingAverage(&settings)
        case .serialDifference: makeNumber("lag", in: &settings)
        default: break
        }
        if metric.type.takesScript, let script = metric.script { settings["script"] = .string(script) }
        return settings
    }

    private static func movingAverage(_ settings: inout JSONObject) {
        for name in ["window", "predict"] { makeNumber(name, in: &settings) }
        guard var model = settings["settings"]?.objectValue else { return }
        for name in ["alpha", "beta", "gamma", "period"] { makeNumber(name, in: &model) }
        settings["settings"] = .object(model)
    }

    private static func makeNumber(_ name: String, in settings: inout JSONObject) {
        if let number = settings[name]?.stringValue.flatMap({ JSONNumber(text: $0) }) {
            settings[name] = .number(number)
        }
    }
}
