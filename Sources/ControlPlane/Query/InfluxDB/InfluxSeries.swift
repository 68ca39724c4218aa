internal import Bytes
internal import JSON

/// What a series of an answer is, and where its rows are: `{"name", "tags", "columns", "values"}` in any order.
struct InfluxSeries {
    private(set) var name = ""
    private(set) var tags: [String: String] = [:]
    private(set) var columns: [String] = []
    /// The bytes of its list of rows; nothing when there are none.
    private(set) var rows: Range<Int>?

    init(_ cursor: inout JSONCursor) throws {
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            if cursor.isKey(key, "name") {
                let token = try cursor.string()
                name = cursor.text(token)
            } else if cursor.isKey(key, "tags"), try cursor.kind() == .object {
                tags = try Self.texts(&cursor)
            } else if cursor.isKey(key, "columns") {
                columns = try Self.list(&cursor)
            } else if cursor.isKey(key, "values"), try cursor.kind() == .array {
                rows = try cursor.skip()
            } else {
                try cursor.skip()
            }
        }
    }

    /// Rows begin with a time.
    var hasTime: Bool { columns.contains { $0.lowercased() == "time" } }

    private static func texts(_ cursor: inout JSONCursor) throws -> [String: String] {
        var texts: [String: String] = [:]
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            let value = try cursor.string()
            texts[cursor.text(key)] = cursor.text(value)
        }
        return texts
    }

    private static func list(_ cursor: inout JSONCursor) throws -> [String] {
        var list: [String] = []
        try cursor.enterArray()
        while try cursor.nextElement() {
            let token = try cursor.string()
            list.append(cursor.text(token))
        }
        return list
    }
}
