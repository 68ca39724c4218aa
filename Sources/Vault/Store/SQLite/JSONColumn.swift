internal import Access
internal import Bytes
internal import JSON

/// JSON in a text column, with its numbers and the order of its keys as they were written.
enum JSONColumn {
    /// What was accepted once must come back whatever limits callers have now, and escapes may make it six times longer.
    private static let limits = JSONLimits(depthMax: 1_024, bytesMax: 64 << 20, nodesMax: 1 << 24)

    static func text(_ value: JSONValue) -> String {
        var buffer = ByteBuffer()
        buffer.appendJSON(value)
        return buffer.span.validatedString() ?? "{}"
    }

    static func value(_ text: String) throws(StoreError) -> JSONValue {
        if text == "{}" { return .object([:]) }
        guard let value = try? JSONValue(parsing: text.utf8.span, limits: limits) else {
            throw .unreadableRow("data_source")
        }
        return value
    }
}
