internal import Bytes
internal import JSON

/// Metrics that match a pattern.
enum GraphiteMetrics {
    private static let limits = JSONLimits(bytesMax: 16 << 20)

    /// What `metrics/find` sent, with the members that callers know of each; nothing when that is no list.
    @Sendable static func found(_ answer: SourceAnswer) -> [UInt8]? {
        guard let metrics = (try? JSONValue(parsing: answer.body.span, limits: limits))?.arrayValue else { return nil }
        return json(of: metrics.map { metric($0["text"]?.stringValue ?? "", $0) })
    }

    /// The names that `metrics/expand` sent in the same form; nothing when there is no list of them.
    @Sendable static func expanded(_ answer: SourceAnswer) -> [UInt8]? {
        guard let results = (try? JSONValue(parsing: answer.body.span, limits: limits))?["results"]?.arrayValue else {
            return nil
        }
        return json(of: results.compactMap(\.stringValue).map { metric($0, .null) })
    }

    private static func metric(_ text: String, _ found: JSONValue) -> JSONValue {
        [
            "text": .string(text), "id": .string(found["id"]?.stringValue ?? ""),
            "allowChildren": flag(found["allowChildren"]), "expandable": flag(found["expandable"]),
            "leaf": flag(found["leaf"]),
        ]
    }

    private static func flag(_ value: JSONValue?) -> JSONValue { .number(JSONNumber(value?.int64Value ?? 0)) }

    private static func json(of metrics: [JSONValue]) -> [UInt8] {
        var json = ByteBuffer()
        json.appendJSON(.array(metrics))
        return json.span.copy()
    }
}
