internal import Bytes
internal import HTTP
internal import JSON

/// `suggestions`: which labels, or values of a label, the series have that match all of a caller's selectors.
enum PrometheusSuggestions {
    /// The call of Prometheus's API that answers it.
    static func call(for call: ResourceCall) throws(QueryError) -> ResourceCall {
        guard let body = try? JSONValue(parsing: call.body.span), let asked = body.objectValue else {
            throw QueryError("error unmarshaling suggestion request")
        }
        let label = asked["labelName"]?.stringValue ?? ""
        var fields = (asked["queries"]?.arrayValue ?? []).compactMap(\.stringValue).map { (name: "match[]", value: $0) }
        for name in ["start", "end"] {
            if let time = asked[name]?.stringValue, !time.isEmpty { fields.append((name, time)) }
        }
        if let limit = asked["limit"]?.int64Value, limit > 0 { fields.append(("limit", String(limit))) }
        return ResourceCall(
            "GET", label.isEmpty ? "api/v1/labels" : "api/v1/label/\(PercentCoding.encode(label))/values",
            query: FormText.encode(fields), fields: call.fields)
    }
}
