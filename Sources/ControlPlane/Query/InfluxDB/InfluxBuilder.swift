internal import JSON

/// A query put together in an editor: what is selected, from where, which rows, and how they are grouped.
struct InfluxBuilder: Sendable {
    private let measurement: String
    private let policy: String
    private let selects: [[InfluxPart]]
    private let groups: [InfluxPart]
    private let tags: [InfluxTag]
    private let tail: String

    init(_ model: JSONObject) throws(QueryError) {
        measurement = model["measurement"]?.stringValue ?? ""
        policy = model["policy"]?.stringValue ?? ""
        tail = Self.tail(of: model)
        var selects: [[InfluxPart]] = []
        for select in model["select"]?.arrayValue ?? [] {
            selects.append(try Self.parts(select.arrayValue ?? []))
        }
        self.selects = selects
        groups = try Self.parts(model["groupBy"]?.arrayValue ?? [])
        var tags: [InfluxTag] = []
        for tag in model["tags"]?.arrayValue ?? [] { tags.append(try InfluxTag(tag)) }
        self.tags = tags
    }

    private static func parts(_ values: [JSONValue]) throws(QueryError) -> [InfluxPart] {
        var parts: [InfluxPart] = []
        for value in values { parts.append(try InfluxPart(value)) }
        return parts
    }

    /// Order, limits and time zone; each only where it is given.
    private static func tail(of model: JSONObject) -> String {
        func clause(_ key: String, _ write: (String) -> String) -> String {
            let text = model[key]?.stringValue ?? ""
            return text.isEmpty ? "" : write(text)
        }
        return clause("orderByTime") { " ORDER BY time \($0)" } + clause("limit") { " limit \($0)" }
            + clause("slimit") { " slimit \($0)" } + clause("tz") { " tz('\($0)')" }
    }

    func text(timeFilter: String) -> String {
        let selected = selects.map { $0.reduce("") { inner, part in part.text(around: inner) } }.joined(separator: ", ")
        return "SELECT \(selected) FROM \(source) WHERE \(conditions)\(timeFilter)\(grouping)\(tail)"
    }

    private var source: String {
        let isPattern = measurement.utf8.count > 1 && measurement.hasPrefix("/") && measurement.hasSuffix("/")
        let name = isPattern ? measurement : "\"\(measurement)\""
        return policy.isEmpty || policy == "default" ? name : "\"\(policy)\".\(name)"
    }

    private var conditions: String {
        switch tags.count {
        case 0: ""
        case 1: tags[0].text(isFirst: true) + " AND "
        default:
            "(" + tags.enumerated().map { $1.text(isFirst: $0 == 0) }.joined(separator: " ") + ") AND "
        }
    }

    /// Commas stand between groups, but not before what says how gaps are filled.
    private var grouping: String {
        guard !groups.isEmpty else { return "" }
        var text = " GROUP BY"
        for (index, group) in groups.enumerated() {
            text += index > 0 && !group.isFill ? ", " : " "
            text += group.text(around: "")
        }
        return text
    }
}
