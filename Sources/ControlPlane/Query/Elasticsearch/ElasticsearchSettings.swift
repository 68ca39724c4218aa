internal import Catalog
internal import JSON

/// What a data source of the Elasticsearch family says about its indices.
struct ElasticsearchSettings: Sendable {
    /// An index, an alias, a comma separated list, or a pattern with dates in it; empty for all indices.
    let index: String
    /// How often a new index of `index` begins; empty when `index` holds no date.
    let interval: String
    /// The field with the time of a document; never empty.
    let timeField: String
    let logMessageField: String
    let logLevelField: String
    /// Shards of one node that one search may ask at once.
    let concurrentShardsMax: Int64
    let includesFrozen: Bool

    /// Grafana's default for `concurrentShardsMax`.
    private static let concurrentShardsDefault: Int64 = 5

    init(_ source: DataSource) throws(QueryError) {
        let settings = source.jsonData
        guard let timeField = settings["timeField"]?.stringValue, !timeField.isEmpty else {
            throw QueryError("elasticsearch time field name is required")
        }
        self.timeField = timeField
        index = Self.index(of: source)
        interval = settings["interval"]?.stringValue ?? ""
        logMessageField = settings["logMessageField"]?.stringValue ?? ""
        logLevelField = settings["logLevelField"]?.stringValue ?? ""
        includesFrozen = settings["includeFrozen"]?.boolValue ?? false
        concurrentShardsMax = Self.concurrentShards(settings["maxConcurrentShardRequests"])
    }

    /// Elasticsearch keeps it in `jsonData.index`, OpenSearch in `jsonData.database`, old sources of both at the top.
    private static func index(of source: DataSource) -> String {
        for name in ["index", "database"] {
            if let index = source.jsonData[name]?.stringValue, !index.isEmpty { return index }
        }
        return source.database
    }

    private static func concurrentShards(_ setting: JSONValue?) -> Int64 {
        let number = setting?.int64Value ?? setting?.stringValue.flatMap { Int64($0) } ?? 0
        return number > 0 ? number : concurrentShardsDefault
    }
}
