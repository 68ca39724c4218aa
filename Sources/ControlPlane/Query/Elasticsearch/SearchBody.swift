internal import JSON

/// What is searched for, as the body of one search of `_msearch`. Grafana's macros are still in it.
struct SearchBody {
    private let query: ElasticsearchQuery
    private let timeField: String
    private let aggregations: AggregationBody

    init(_ query: ElasticsearchQuery, timeField: String) {
        self.query = query
        self.timeField = timeField
        aggregations = AggregationBody(query, timeField: timeField)
    }

    var json: JSONObject {
        switch query.kind {
        case .metrics: metrics
        case .logs: logs
        case .rawData: documents(["fields": standardTime])
        case .rawDocument: documents([:])
        }
    }

    private var metrics: JSONObject {
        var body: JSONObject = ["size": 0, "query": filter]
        let nested = aggregations.nested
        if !nested.isEmpty { body["aggs"] = .object(nested) }
        return body
    }

    private func documents(_ more: JSONObject) -> JSONObject {
        var body: JSONObject = ["size": .number(JSONNumber(query.size("size"))), "query": filter]
        body["sort"] = sort("desc")
        body["docvalue_fields"] = [.string(timeField)]
        body["script_fields"] = [:]
        for member in more.members { body[member.key] = member.value }
        return body
    }

    private var logs: JSONObject {
        let settings = query.metrics.first?.settings
        var body: JSONObject = ["size": .number(JSONNumber(query.size("limit"))), "query": filter]
        body["sort"] = sort(settings?["sortDirection"] == "asc" ? "asc" : "desc")
        body["docvalue_fields"] = [.string(timeField)]
        body["script_fields"] = [:]
        body["fields"] = standardTime
        body["highlight"] = Self.highlight
        // Where a page of lines before or behind a line begins.
        if let after = settings?["searchAfter"]?.arrayValue, !after.isEmpty { body["search_after"] = .array(after) }
        body["aggs"] = .object(aggregations.logVolume)
        return body
    }

    /// The time range, and the text when there is one.
    private var filter: JSONValue {
        let bounds: JSONValue = [
            "gte": .number(JSONNumber(query.range.from.milliseconds)),
            "lte": .number(JSONNumber(query.range.to.milliseconds)),
            "format": "epoch_millis",
        ]
        let range: JSONValue = ["range": .object([timeField: bounds])]
        guard !query.text.isEmpty else { return ["bool": ["filter": range]] }
        return ["bool": ["filter": [range, Self.queryString(query.text)]]]
    }

    static func queryString(_ text: String) -> JSONValue {
        ["query_string": ["analyze_wildcard": true, "query": .string(text)]]
    }

    private func sort(_ order: JSONValue) -> JSONValue {
        .object([timeField: ["order": order, "unmapped_type": "boolean"], "_doc": ["order": order]])
    }

    /// The time in a format that can be read, whatever format the index has for it.
    private var standardTime: JSONValue {
        [["field": .string(timeField), "format": "strict_date_optional_time_nanos"]]
    }

    /// All fields, whole, between marks that no log line holds.
    private static let highlight: JSONValue = [
        "fields": ["*": [:]], "pre_tags": [.string(SearchHighlight.start)], "post_tags": [.string(SearchHighlight.end)],
        "fragment_size": 2_147_483_647,
    ]
}
