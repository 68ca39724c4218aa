internal import JSON

/// The searches of several queries as one call of `_msearch`: for each a line that says where and a line that says what.
struct MultiSearch {
    private let settings: ElasticsearchSettings
    private let pattern: IndexPattern
    private var lines: [UInt8] = []

    init(_ settings: ElasticsearchSettings) throws(QueryError) {
        self.settings = settings
        pattern = try IndexPattern(settings)
    }

    mutating func add(_ query: ElasticsearchQuery) throws(QueryError) {
        let head: JSONObject = [
            "search_type": "query_then_fetch", "ignore_unavailable": true,
            "index": .string(try pattern.indices(in: query.range)),
        ]
        let body = JSONValue.object(SearchBody(query, timeField: settings.timeField).json).inMapOrder().text
        add(JSONValue.object(head).inMapOrder().text)
        add(
            body.replacing("$__interval_ms", with: String(query.intervalMilliseconds))
                .replacing("$__interval", with: Interval.milliseconds(query.intervalMilliseconds).goText))
    }

    private mutating func add(_ line: String) {
        lines += line.utf8
        lines.append(UInt8(ascii: "\n"))
    }

    var request: SourceRequest {
        let frozen = settings.includesFrozen ? "&ignore_throttled=false" : ""
        return SourceRequest(
            "POST", "_msearch", query: "max_concurrent_shard_requests=\(settings.concurrentShardsMax)\(frozen)",
            fields: [("Content-Type", "application/x-ndjson")], body: lines)
    }
}
