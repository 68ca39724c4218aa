internal import Bytes
internal import HTTP
internal import JSON

/// What `_field_caps` says about the time field of the indices.
enum FieldCapabilities {
    /// What is wrong with them; nothing when all is well.
    enum Finding: Sendable, Equatable {
        case warning(String), error(String)
    }

    static func request(_ settings: ElasticsearchSettings) throws(QueryError) -> SourceRequest {
        let index = try IndexPattern(settings).everyIndex
        return SourceRequest(
            "GET", (index.isEmpty ? "" : index + "/") + "_field_caps",
            query: "fields=\(PercentCoding.encode(settings.timeField))")
    }

    static func finding(in answer: SourceAnswer, timeField: String) -> Finding? {
        guard let value = try? JSONValue(parsing: answer.body.span) else {
            return .error("Failed to unmarshal field capabilities response")
        }
        if let error = value["error"], error != .null {
            let words = "Error validating index" + (error["reason"]?.stringValue.map { ": \($0)" } ?? "")
            // With refused credentials nothing can be asked at all.
            return answer.status == 401 || answer.status == 403 ? .error(words) : .warning(words)
        }
        guard let fields = value["fields"]?.objectValue else { return .error("Failed to parse fields from response") }
        guard !fields.isEmpty else { return .warning("Could not find field \(timeField) in index") }
        guard let types = fields[timeField] else { return .error("Failed to parse time field info from response") }
        guard types["date"]?.objectValue != nil else {
            return .warning("Could not find time field '\(timeField)' with type date in index")
        }
        return nil
    }
}
