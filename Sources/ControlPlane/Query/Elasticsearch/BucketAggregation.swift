internal import JSON

/// One level of a query's buckets.
struct BucketAggregation: Sendable {
    /// Types that are not listed are left out of the request, as Grafana does.
    enum Kind: String, Sendable {
        case dateHistogram = "date_histogram"
        case histogram
        case terms
        case filters
        case geohashGrid = "geohash_grid"
        case nested
        case unknown
    }

    let id: String
    let kind: Kind
    let field: String
    let settings: JSONObject

    init(id: String, kind: Kind, field: String, settings: JSONObject) {
        self.id = id
        self.kind = kind
        self.field = field
        self.settings = settings
    }

    init(_ model: JSONValue) throws(QueryError) {
        guard let type = model["type"]?.stringValue else {
            throw .invalidElasticsearchQuery("a bucket aggregation has no type")
        }
        guard let id = model["id"]?.stringValue else {
            throw .invalidElasticsearchQuery("a bucket aggregation has no id")
        }
        self.id = id
        kind = Kind(rawValue: type) ?? .unknown
        field = model["field"]?.stringValue ?? ""
        settings = model["settings"]?.objectValue ?? [:]
    }

    func text(_ setting: String) -> String? { settings[setting]?.stringValue }

    /// A setting that is a whole number, written as one or as text.
    func integer(_ setting: String) -> Int64? {
        settings[setting]?.int64Value ?? text(setting).flatMap { Int64($0) }
    }

    /// The same where 0 counts as not set.
    func integer(_ setting: String, or fallback: Int64) -> Int64 {
        guard let number = integer(setting), number != 0 else { return fallback }
        return number
    }
}
