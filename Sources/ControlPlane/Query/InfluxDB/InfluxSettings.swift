internal import Catalog
internal import JSON

/// How a source wants InfluxQL to be sent.
struct InfluxSettings: Sendable {
    private let database: String
    private let sendsForm: Bool

    init(_ source: DataSource) throws(QueryError) {
        let name = source.jsonData["dbName"]?.stringValue ?? ""
        database = name.isEmpty ? source.database : name
        switch source.jsonData["httpMode"]?.stringValue ?? "" {
        case "", "GET": sendsForm = false
        case "POST": sendsForm = true
        default: throw QueryError("'httpMode' should be either 'GET' or 'POST'", blame: .plugin)
        }
    }

    /// Times come back in milliseconds. `policy` is sent unless it is the default one.
    func request(for text: String, policy: String) -> SourceRequest {
        var pairs = [("db", database), ("epoch", "ms")]
        if !policy.isEmpty, policy != "default" { pairs.append(("rp", policy)) }
        let query = [("q", text)]
        guard sendsForm else { return SourceRequest("GET", "query", query: FormText.encode(pairs + query)) }
        return SourceRequest(
            "POST", "query", query: FormText.encode(pairs), fields: [FormText.contentType],
            body: Array(FormText.encode(query).utf8))
    }
}
