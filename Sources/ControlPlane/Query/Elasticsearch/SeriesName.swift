/// What the series of a query are called.
struct SeriesName {
    private let query: ElasticsearchQuery
    /// How many kinds of metrics the answer has: with one, labels alone tell its series apart.
    private let types: Int

    init(_ query: ElasticsearchQuery, types: Int) {
        self.query = query
        self.types = types
    }

    func name(of series: BucketSeries) -> String {
        guard query.alias.isEmpty else { return alias(of: series) }
        let labels = series.labels.keys.sortedByBytes().compactMap { series.labels[$0] }.joined(separator: " ")
            .trimmed
        guard !series.labels.isEmpty else { return metric(of: series) }
        return types == 1 ? labels : "\(labels) \(metric(of: series))"
    }

    // MARK: Alias

    /// The alias with what stands in double braces filled in; what has no value stays.
    private func alias(of series: BucketSeries) -> String {
        var name = ""
        var rest = query.alias[...]
        while let opening = rest.firstRange(of: "{{"),
            let closing = rest[opening.upperBound...].dropFirst().firstRange(of: "}}")
        {
            let key = String(rest[opening.upperBound..<closing.lowerBound])
            name += rest[..<opening.lowerBound]
            name += value(of: key, in: series) ?? String(rest[opening.lowerBound..<closing.upperBound])
            rest = rest[closing.upperBound...]
        }
        return name + rest
    }

    private func value(of key: String, in series: BucketSeries) -> String? {
        if key.hasPrefix("term ") { return series.labels[String(key.dropFirst(5))] ?? "" }
        if let label = series.labels[key] { return label }
        switch key {
        case "metric": return MetricType(name: series.title).title
        case "field": return series.field ?? ""
        case "metricId": return series.metricID
        default: return nil
        }
    }

    // MARK: Metric

    private func metric(of series: BucketSeries) -> String {
        let type = MetricType(name: series.title)
        guard type.isPipeline else {
            return [type.title, series.field ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        }
        return type == .bucketScript ? script(of: series) : pipeline(type, of: series)
    }

    /// The script, with what its variables stand for.
    private func script(of series: BucketSeries) -> String {
        guard let metric = query.metrics.first(where: { $0.id == series.metricID }) else { return series.title }
        var words = metric.script ?? ""
        for variable in metric.variables {
            guard let input = query.metrics.first(where: { $0.id == variable.metricID }) else { continue }
            words = words.replacing("params.\(variable.name)", with: input.words)
        }
        return words
    }

    private func pipeline(_ type: MetricType, of series: BucketSeries) -> String {
        guard let field = series.field, !field.isEmpty else { return type.title }
        guard let input = query.metrics.first(where: { $0.id == field }) else { return "Unset" }
        return "\(type.title) \(input.words)"
    }
}
