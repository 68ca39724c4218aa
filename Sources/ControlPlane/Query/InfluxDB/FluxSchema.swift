/// What tables of one form have in common: which columns are labels, which are shown, and under what names.
struct FluxSchema {
    /// All columns of a line, from the second value on: the first belongs to the annotations.
    let columns: [FluxColumn]
    /// Places of the columns that tell tables apart.
    let groups: [Int]
    /// Places of the columns that are shown, times first, as their readers want them.
    let shown: [Int]
    /// There is one time, `_time`, and it is nobody's value: it has no labels.
    private let hasPlainTime: Bool
    /// And one value, `_value`: the two get the names that people expect.
    private let isPlain: Bool

    init(_ columns: [FluxColumn]) {
        self.columns = columns
        // Which result and which table a row is of says nothing to a reader.
        let places = columns.indices.filter { !Self.isBookkeeping(columns[$0], at: $0) }
        groups = places.filter { columns[$0].isGroup }
        let times = places.filter { !columns[$0].isGroup && columns[$0].isTime }
        let others = places.filter { !columns[$0].isGroup && !columns[$0].isTime }
        shown = times + others
        hasPlainTime = times.count == 1 && columns[times[0]].name == "_time"
        isPlain = hasPlainTime && others.count == 1 && columns[others[0]].name == "_value"
    }

    private static func isBookkeeping(_ column: FluxColumn, at place: Int) -> Bool {
        place == 0 && column.name == "result" && column.kind == .string
            || place == 1 && column.name == "table" && column.kind == .long
    }

    /// The frame of a table: `group` are the values of `groups`, `cells` those of `shown`.
    func frame(_ group: [String?], _ cells: [[String?]]) throws(QueryError) -> DataFrame {
        var labels = labels(group)
        let name = labels.removeValue(forKey: "_measurement") ?? ""
        let valueName = isPlain ? labels.removeValue(forKey: "_field") ?? "Value" : ""
        var fields: [FrameField] = []
        for (place, texts) in zip(shown, cells) {
            let column = columns[place]
            let isTime = column.isTime
            fields.append(
                FrameField(
                    isPlain ? (isTime ? "Time" : valueName) : column.name, try column.column(of: texts),
                    labels: isTime && hasPlainTime ? nil : labels, isNullable: true))
        }
        return DataFrame(name: name, fields: fields)
    }

    /// Values by the names of their columns, without those that are missing, and without the range that every table has.
    private func labels(_ group: [String?]) -> [String: String] {
        let ends = groups.filter { columns[$0].isTime && ["_start", "_stop"].contains(columns[$0].name) }
        let hidden = isPlain && ends.count == 2 ? ends : []
        var labels: [String: String] = [:]
        for (place, text) in zip(groups, group) where !hidden.contains(place) {
            guard let text, !text.isEmpty else { continue }
            labels[columns[place].name] = columns[place].isTime ? Self.goTime(text) : text
        }
        return labels
    }

    /// As Go prints a time.
    private static func goTime(_ text: String) -> String {
        guard let time = FrameTime(rfc3339: text)?.rfc3339 else { return text }
        return time.dropLast().split(separator: "T").joined(separator: " ") + " +0000 UTC"
    }
}
