internal import JSON

/// A query for Elasticsearch or OpenSearch, read from its model as forgivingly as Grafana reads it.
struct ElasticsearchQuery: Sendable {
    enum Kind: Sendable {
        case metrics, logs, rawData, rawDocument
    }

    let refID: String
    let kind: Kind
    /// In Lucene's syntax; empty matches every document.
    let text: String
    let alias: String
    let metrics: [MetricAggregation]
    /// From the outside in. Their number bounds how deep an answer is read.
    let buckets: [BucketAggregation]
    let range: TimeRange
    let intervalMilliseconds: Int64

    /// Levels of buckets: more than any panel has, and few enough to write and read by recursion.
    static let bucketsMax = 16
    /// Metrics of one query; each may be looked up from each other one.
    static let metricsMax = 128
    /// Rows of documents or terms when the query names no number.
    static let defaultSize: Int64 = 500

    init(_ query: NativeQuery) throws(QueryError) {
        refID = query.refID
        text = query.text("query")
        alias = query.text("alias")
        range = query.range
        intervalMilliseconds = query.intervalMilliseconds
        metrics = try Self.metrics(query.model["metrics"]?.arrayValue ?? [])
        buckets = try Self.buckets(query.model["bucketAggs"]?.arrayValue ?? [])
        kind = Self.kind(of: metrics.first)
        if buckets.isEmpty, kind == .metrics {
            throw .invalidElasticsearchQuery("invalid query, missing metrics and aggregations")
        }
    }

    private static func metrics(_ models: [JSONValue]) throws(QueryError) -> [MetricAggregation] {
        guard models.count <= metricsMax else { throw .invalidElasticsearchQuery("more than \(metricsMax) metrics") }
        var metrics: [MetricAggregation] = []
        for model in models { metrics.append(try MetricAggregation(model)) }
        return metrics
    }

    private static func buckets(_ models: [JSONValue]) throws(QueryError) -> [BucketAggregation] {
        guard models.count <= bucketsMax else {
            throw .invalidElasticsearchQuery("more than \(bucketsMax) bucket aggregations")
        }
        var buckets: [BucketAggregation] = []
        for model in models { buckets.append(try BucketAggregation(model)) }
        return buckets
    }

    private static func kind(of first: MetricAggregation?) -> Kind {
        switch first?.type {
        case .logs?: .logs
        case .rawData?: .rawData
        case .rawDocument?: .rawDocument
        default: .metrics
        }
    }

    /// Documents that are asked for, as the first metric says under `setting`.
    func size(_ setting: String) -> Int64 {
        let sent = metrics.first?.settings[setting]
        let number = sent?.int64Value ?? sent?.stringValue.flatMap { Int64($0) } ?? 0
        return number == 0 ? Self.defaultSize : number
    }
}

extension QueryError {
    static func invalidElasticsearchQuery(_ reason: String) -> QueryError {
        QueryError("received invalid query. \(reason)")
    }
}
