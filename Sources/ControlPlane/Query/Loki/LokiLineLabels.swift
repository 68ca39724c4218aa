internal import Bytes
internal import JSON

/// The labels of one line: those of its stream, and what Loki found in the line itself. What all lines of a stream share is made once.
struct LokiLineLabels {
    private var labels: [String: String]
    private var kinds: [String: String]
    private(set) var value: JSONValue
    private(set) var types: JSONValue
    /// The bytes that stand for the labels in a line's id.
    private(set) var hashed: [UInt8]

    init(indexed labels: [String: String]) {
        self.labels = labels
        kinds = labels.mapValues { _ in "I" }
        value = LokiLabels.value(labels)
        types = LokiLabels.value(kinds)
        hashed = Self.hashed(value)
    }

    /// Reads `{"structuredMetadata": {labels}, "parsed": {labels}}`.
    mutating func readCategories(_ cursor: inout JSONCursor) throws {
        var metadata: [String: String] = [:]
        var parsed: [String: String] = [:]
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            if cursor.isKey(key, "structuredMetadata") {
                metadata = try LokiLabels.read(&cursor)
            } else if cursor.isKey(key, "parsed") {
                parsed = try LokiLabels.read(&cursor)
            } else {
                try cursor.skip()
            }
        }
        guard !metadata.isEmpty || !parsed.isEmpty else { return }
        add(metadata, "S")
        add(parsed, "P")
        value = LokiLabels.value(labels)
        types = LokiLabels.value(kinds)
        hashed = Self.hashed(value)
    }

    private mutating func add(_ found: [String: String], _ kind: String) {
        for (name, value) in found {
            labels[name] = value
            kinds[name] = kind
        }
    }

    /// As Go writes JSON by default: what HTML would take for its own is escaped too.
    private static func hashed(_ value: JSONValue) -> [UInt8] {
        var json = ByteBuffer()
        json.appendJSON(value)
        var escaped: [UInt8] = []
        escaped.reserveCapacity(json.count)
        let bytes = json.span
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "<"): escaped += "\\u003c".utf8
            case UInt8(ascii: ">"): escaped += "\\u003e".utf8
            case UInt8(ascii: "&"): escaped += "\\u0026".utf8
            default: escaped.append(bytes[index])
            }
        }
        return escaped
    }
}
