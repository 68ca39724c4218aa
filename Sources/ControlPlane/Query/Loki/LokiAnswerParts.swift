internal import JSON

/// Where the parts of an answer are: `{"status", "data": {"resultType", "result", "stats", "encodingFlags"}, "warnings"}` in any order.
/// The whole text is checked on the way.
struct LokiAnswerParts {
    private(set) var resultType = ""
    /// The bytes of the result.
    private(set) var result: Range<Int>?
    private(set) var stats: JSONValue = .null
    /// The third element of a line tells its labels by where they come from.
    private(set) var isCategorized = false
    private(set) var warnings: [String] = []

    init(_ body: Span<UInt8>) throws {
        var cursor = JSONCursor(body)
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            if cursor.isKey(key, "data") {
                try readData(&cursor)
            } else if cursor.isKey(key, "warnings"), try cursor.kind() == .array {
                warnings = try cursor.value().arrayValue?.compactMap(\.stringValue) ?? []
            } else {
                try cursor.skip()
            }
        }
        try cursor.end()
    }

    private mutating func readData(_ cursor: inout JSONCursor) throws {
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            if cursor.isKey(key, "resultType") {
                let type = try cursor.string()
                resultType = cursor.text(type)
            } else if cursor.isKey(key, "result") {
                result = try cursor.skip()
            } else if cursor.isKey(key, "stats") {
                stats = try cursor.value()
            } else if cursor.isKey(key, "encodingFlags") {
                isCategorized = try cursor.value().arrayValue?.contains("categorize-labels") ?? false
            } else {
                try cursor.skip()
            }
        }
    }
}
