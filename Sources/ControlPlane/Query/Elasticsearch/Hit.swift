internal import JSON

/// One document that was found.
struct Hit {
    private let hit: JSONObject

    init(_ node: JSONNode, in document: borrowing JSONDocument) { hit = document.value(node).objectValue ?? [:] }

    /// What Elasticsearch says about the document; absent parts are `null`.
    private var parts: [String: JSONValue] {
        var parts: [String: JSONValue] = [:]
        for name in ["_id", "_type", "_index", "sort", "highlight"] { parts[name] = hit[name] ?? .null }
        return parts
    }

    private var source: JSONObject { hit["_source"]?.objectValue ?? [:] }
    private var asked: JSONObject { hit["fields"]?.objectValue ?? [:] }

    /// The document with its parts beside, members sorted.
    var document: JSONObject {
        var members = parts
        for member in source.members + asked.members { members[member.key] = member.value }
        return Self.sorted(members)
    }

    /// Fields by their dotted names.
    var fields: [String: JSONValue] {
        var fields = parts
        for (name, value) in FlatSource(source).fields { fields[name] = value }
        for member in asked.members { fields[member.key] = member.value }
        return fields
    }

    /// The same with what a log viewer needs: the whole source as text, a level and an id.
    func logLine(_ settings: ElasticsearchSettings) -> [String: JSONValue] {
        let flat = FlatSource(source).fields
        var line = parts
        line["_source"] = .string(hit["_source"] == nil ? "" : JSONValue.object(Self.sorted(flat)).text)
        for (name, value) in flat { line[name] = value }
        if !settings.logLevelField.isEmpty, let level = flat[settings.logLevelField] { line["level"] = level }
        for member in asked.members { line[member.key] = Self.single(member.value) }
        if line["id"] == nil { line["id"] = .string("\(Self.words(hit["_index"]))#\(Self.words(hit["_id"]))") }
        return line
    }

    /// Asked fields are lists; most have one value.
    private static func single(_ value: JSONValue) -> JSONValue {
        guard let values = value.arrayValue, values.count == 1, let first = values.first else { return value }
        return first
    }

    private static func sorted(_ members: [String: JSONValue]) -> JSONObject {
        JSONObject(
            members: members.keys.sortedByBytes().map { JSONObject.Member(key: $0, value: members[$0] ?? .null) })
    }

    private static func words(_ value: JSONValue?) -> String { value?.stringValue ?? value?.text ?? "" }

    static func highlightedWords(in highlight: JSONValue?) -> [String] {
        (highlight?.objectValue ?? [:]).members.flatMap { $0.value.arrayValue ?? [] }.compactMap(\.stringValue)
            .flatMap { SearchHighlight.words(in: $0) }
    }
}
