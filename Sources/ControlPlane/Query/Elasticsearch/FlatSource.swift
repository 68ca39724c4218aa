internal import JSON

/// A document's fields by dotted names. Below ten levels an object stays one value, as in Grafana.
struct FlatSource {
    private(set) var fields: [String: JSONValue] = [:]

    private static let depthMax = 10

    init(_ source: JSONObject) { add(source, prefix: "", depth: 0) }

    private mutating func add(_ object: JSONObject, prefix: String, depth: Int) {
        for member in object.members {
            let name = prefix.isEmpty ? member.key : member.key.isEmpty ? prefix : "\(prefix).\(member.key)"
            if case .object(let inner) = member.value, !inner.isEmpty, depth < Self.depthMax {
                add(inner, prefix: name, depth: depth + 1)
            } else {
                fields[name] = member.value
            }
        }
    }
}
