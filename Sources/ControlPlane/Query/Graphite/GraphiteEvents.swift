internal import Bytes
internal import JSON

/// Graphite's events.
enum GraphiteEvents {
    private static let limits = JSONLimits(bytesMax: 16 << 20)

    /// `{"data": [events]}` with the members that callers know of each; nothing when Graphite sent no list.
    @Sendable static func rewritten(_ answer: SourceAnswer) -> [UInt8]? {
        guard let events = (try? JSONValue(parsing: answer.body.span, limits: limits))?.arrayValue else { return nil }
        var json = ByteBuffer()
        json.appendJSON(["data": .array(events.map(rewritten))])
        return json.span.copy()
    }

    private static func rewritten(_ event: JSONValue) -> JSONValue {
        [
            "when": .number(event["when"]?.numberValue ?? JSONNumber(0)),
            "what": .string(event["what"]?.stringValue ?? ""),
            "tags": .array((event["tags"]?.arrayValue ?? []).filter { $0.kind == .string }),
            "data": .string(event["data"]?.stringValue ?? ""),
        ]
    }
}
