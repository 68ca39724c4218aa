internal import JSON

extension JSONValue {
    /// The members of objects in the order in which Grafana writes them to Elasticsearch: by name, but for the parts that have an order of
    /// their own.
    func inMapOrder() -> JSONValue { inMapOrder(sorted: true) }

    private func inMapOrder(sorted: Bool) -> JSONValue {
        switch self {
        case .object(let object):
            var members = object.members
            for index in members.indices {
                let isMap = !Self.ordered.contains(members[index].key)
                members[index].value = members[index].value.inMapOrder(sorted: isMap)
            }
            if sorted { members.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } }
            return .object(JSONObject(members: members))
        case .array(let elements): return .array(elements.map { $0.inMapOrder(sorted: true) })
        default: return self
        }
    }

    private static let ordered: Set = ["date_histogram", "extended_bounds", "histogram", "terms"]
}
