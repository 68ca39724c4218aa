internal import JSON

/// The aggregations of a search: levels of buckets inside one another, the metrics in the innermost.
struct AggregationBody {
    private let query: ElasticsearchQuery
    private let timeField: String

    init(_ query: ElasticsearchQuery, timeField: String) {
        self.query = query
        self.timeField = timeField
    }

    /// The lines of a log over time, in a bucket aggregation called `1`.
    var logVolume: JSONObject {
        let volume =
            query.buckets.first ?? BucketAggregation(id: "1", kind: .dateHistogram, field: timeField, settings: [:])
        return [volume.id: .object(["date_histogram": dateHistogram(volume)])]
    }

    /// Built from the inside out.
    var nested: JSONObject {
        var inside = MetricBody(query.metrics).json
        for bucket in query.buckets.reversed() {
            guard let body = body(of: bucket) else { continue }
            var level: JSONObject = [bucket.kind.rawValue: body]
            let ordering = orderingMetric(of: bucket)
            for member in ordering.members where inside[member.key] == nil { inside[member.key] = member.value }
            if !inside.isEmpty { level["aggs"] = .object(inside) }
            inside = [bucket.id: .object(level)]
        }
        return inside
    }

    /// Nothing for a level that is left out.
    private func body(of bucket: BucketAggregation) -> JSONValue? {
        switch bucket.kind {
        case .dateHistogram: dateHistogram(bucket)
        case .histogram: histogram(bucket)
        case .terms: terms(bucket)
        case .filters: filters(bucket)
        case .geohashGrid:
            ["field": .string(bucket.field), "precision": .number(JSONNumber(bucket.integer("precision", or: 3)))]
        case .nested: ["path": .string(bucket.field)]
        case .unknown: nil
        }
    }

    private func dateHistogram(_ bucket: BucketAggregation) -> JSONValue {
        var body: JSONObject = ["field": .string(bucket.field.isEmpty ? timeField : bucket.field)]
        let interval = bucket.text("interval") ?? "auto"
        switch interval {
        case "1w", "1M", "1q", "1y": body["calendar_interval"] = .string(interval)
        // The macro becomes a number when the body is sent: `15000ms`.
        case "auto": body["fixed_interval"] = "$__interval_msms"
        default: body["fixed_interval"] = .string(interval)
        }
        body["min_doc_count"] = .number(JSONNumber(bucket.integer("min_doc_count") ?? 0))
        body["extended_bounds"] = [
            "min": .number(JSONNumber(query.range.from.milliseconds)),
            "max": .number(JSONNumber(query.range.to.milliseconds)),
        ]
        body["format"] = .string(bucket.text("format") ?? "epoch_millis")
        if let offset = bucket.text("offset"), !offset.isEmpty { body["offset"] = .string(offset) }
        if let missing = bucket.text("missing") { body["missing"] = .string(missing) }
        if let zone = bucket.text("timeZone"), zone != "utc", !zone.isEmpty { body["time_zone"] = .string(zone) }
        return .object(body)
    }

    private func histogram(_ bucket: BucketAggregation) -> JSONValue {
        var body: JSONObject = ["interval": Self.interval(of: bucket), "field": .string(bucket.field)]
        body["min_doc_count"] = .number(JSONNumber(bucket.integer("min_doc_count") ?? 0))
        if let missing = bucket.settings["missing"]?.int64Value { body["missing"] = .number(JSONNumber(missing)) }
        return .object(body)
    }

    /// The width of a histogram's buckets; 1,000 when it is no number, or 0.
    private static func interval(of bucket: BucketAggregation) -> JSONValue {
        let number =
            bucket.settings["interval"]?.numberValue ?? bucket.text("interval").flatMap { JSONNumber(text: $0) }
        guard let number, let value = number.double, value != 0 else { return 1_000 }
        return .number(number)
    }

    private func terms(_ bucket: BucketAggregation) -> JSONValue {
        let size = bucket.integer("size", or: ElasticsearchQuery.defaultSize)
        var body: JSONObject = ["field": .string(bucket.field), "size": .number(JSONNumber(size))]
        if let order = order(of: bucket) { body["order"] = order }
        if let least = bucket.integer("min_doc_count") { body["min_doc_count"] = .number(JSONNumber(least)) }
        if let missing = bucket.text("missing") { body["missing"] = .string(missing) }
        return .object(body)
    }

    private func order(of bucket: BucketAggregation) -> JSONValue? {
        guard let key = bucket.text("orderBy") else { return nil }
        let direction = JSONValue.string(bucket.text("order") ?? "desc")
        guard let id = Self.leadingDigits(of: key) else { return .object([key == "_term" ? "_key" : key: direction]) }
        guard let metric = query.metrics.first(where: { $0.id == id }) else { return nil }
        return .object([metric.type == .count ? "_count" : key: direction])
    }

    /// Terms that are ordered by a metric need it beside the buckets inside them.
    private func orderingMetric(of bucket: BucketAggregation) -> JSONObject {
        guard bucket.kind == .terms, let id = bucket.text("orderBy").flatMap(Self.leadingDigits),
            let metric = query.metrics.first(where: { $0.id == id }), metric.type != .count
        else { return [:] }
        return [metric.id: .object([metric.type.name: ["field": .string(metric.field)]])]
    }

    /// The id of the metric in `1[95.0]` or `1.std_deviation`.
    private static func leadingDigits(of text: String) -> String? {
        let digits = text.prefix { ("0"..."9").contains($0) }
        return digits.isEmpty ? nil : String(digits)
    }

    private func filters(_ bucket: BucketAggregation) -> JSONValue? {
        var filters: JSONObject = [:]
        for filter in bucket.settings["filters"]?.arrayValue ?? [] {
            let text = filter["query"]?.stringValue ?? ""
            let label = filter["label"]?.stringValue ?? ""
            filters[label.isEmpty ? text : label] = SearchBody.queryString(text)
        }
        return filters.isEmpty ? nil : ["filters": .object(filters)]
    }
}
