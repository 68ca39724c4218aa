internal import Bytes
internal import Catalog
internal import JSON

/// How a source wants Flux to be asked.
struct FluxSettings: Sendable {
    let organization: String
    let bucket: String
    /// Series of one answer.
    let seriesMax: Int

    /// Nothing without an organisation, which every call has to name.
    init?(_ source: DataSource) {
        organization = source.jsonData["organization"]?.stringValue ?? ""
        guard !organization.isEmpty else { return nil }
        bucket = source.jsonData["defaultBucket"]?.stringValue ?? ""
        let series = source.jsonData["maxSeries"]?.int64Value ?? 0
        seriesMax = series > 0 ? Int(clamping: series) : 1_000
    }

    func request(for text: String) -> SourceRequest {
        var body = ByteBuffer()
        body.appendJSON([
            "query": .string(text), "type": "flux",
            "dialect": ["annotations": ["datatype", "group", "default"], "delimiter": ",", "header": true],
        ])
        return SourceRequest(
            "POST", "api/v2/query", query: FormText.encode([("org", organization)]),
            fields: [("Content-Type", "application/json"), ("Accept", "text/csv")], body: body.span.copy())
    }

    /// What an answer that is no success says: `code: message` of its body, or all of it.
    static func words(of answer: SourceAnswer) -> String {
        let body = try? JSONValue(parsing: answer.body.span)
        guard let message = body?["message"]?.stringValue else { return answer.words }
        return body?["code"]?.stringValue.map { "\($0): \(message)" } ?? message
    }
}
