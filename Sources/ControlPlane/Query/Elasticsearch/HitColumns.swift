internal import JSON

/// Documents as a table: a column for each field that one of them has.
struct HitColumns {
    private let documents: [[String: JSONValue]]

    init(_ documents: [[String: JSONValue]]) { self.documents = documents }

    /// The time first, then with `messageSecond` the message, then the rest by name.
    func fields(
        _ settings: ElasticsearchSettings, messageSecond: Bool = false, within budget: inout PointBudget
    ) throws(QueryError) -> [FrameField] {
        var names: Set<String> = []
        for document in documents {
            for name in document.keys where names.insert(name).inserted { try budget.take(documents.count) }
        }
        let first =
            [settings.timeField]
            + (messageSecond && !settings.logMessageField.isEmpty ? [settings.logMessageField] : [])
        let order = first.filter { names.contains($0) } + names.subtracting(first).sortedByBytes()
        return order.map { name in
            let column = name == settings.timeField ? times(name) : column(name)
            return FrameField(name, column, config: FieldConfig(filterable: true), isNullable: true)
        }
    }

    private func times(_ name: String) -> FrameColumn {
        .time(
            documents.map { document in
                let value = document[name]
                let list = value?.arrayValue
                let text = value?.stringValue ?? (list?.count == 1 ? list?.first?.stringValue : nil)
                return text.flatMap { FrameTime(rfc3339: $0) }
            })
    }

    /// The type of the first value; values of other types are missing. Lists and objects stay JSON.
    private func column(_ name: String) -> FrameColumn {
        let values = documents.map { $0[name] ?? .null }
        switch values.first(where: { $0 != .null }) {
        case .number?: return .float64(values.map { $0.numberValue?.double })
        case .string?: return .string(values.map(\.stringValue))
        case .bool?: return .bool(values.map(\.boolValue))
        case .array?, .object?, .null?, nil: return .json(values)
        }
    }
}
