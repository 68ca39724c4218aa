internal import Bytes
internal import JSON

/// Labels of streams and series.
enum LokiLabels {
    /// Reads an object of texts; members of another kind are left out.
    static func read(_ cursor: inout JSONCursor) throws -> [String: String] {
        var labels: [String: String] = [:]
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            let name = cursor.text(key)
            guard try cursor.kind() == .string else {
                try cursor.skip()
                continue
            }
            let value = try cursor.string()
            labels[name] = cursor.text(value)
        }
        return labels
    }

    /// Sorted by name, as Go writes a map.
    static func sorted(_ labels: [String: String]) -> [(key: String, value: String)] {
        labels.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    static func value(_ labels: [String: String]) -> JSONValue {
        .object(JSONObject(members: sorted(labels).map { JSONObject.Member(key: $0.key, value: .string($0.value)) }))
    }

    /// What a series is called: all its labels, or `format` with each `{{label}}` replaced by that label's value, or by nothing.
    static func legend(_ format: String, _ labels: [String: String]) -> String {
        if format.isEmpty {
            let parts = labels.map { "\($0.key)=\($0.value.goQuoted)" }
            return "{\(parts.sortedByBytes().joined(separator: ", "))}"
        }
        var legend = ""
        var rest = format[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            legend += rest[..<open.lowerBound]
            let name = rest[open.upperBound..<close.lowerBound]
            legend += labels[name.trimmingSpaces] ?? ""
            rest = rest[close.upperBound...]
        }
        return legend + rest
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        var text = drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
