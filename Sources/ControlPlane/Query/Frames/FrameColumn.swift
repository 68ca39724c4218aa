public import JSON

/// The values of a column; nothing is a missing one.
public enum FrameColumn: Sendable {
    case time([FrameTime?])
    /// Times in milliseconds as text; none is missing.
    case timeText(NumberText)
    case float64([Double?])
    /// Doubles as text; none is missing.
    case numberText(NumberText)
    case integer([Int64?], IntegerType)
    case uint64([UInt64?])
    case bool([Bool?])
    case string([String?])
    /// Any JSON, inline.
    case json([JSONValue?])

    public var count: Int {
        switch self {
        case .time(let values): values.count
        case .float64(let values): values.count
        case .timeText(let text), .numberText(let text): text.count
        case .integer(let values, _): values.count
        case .uint64(let values): values.count
        case .bool(let values): values.count
        case .string(let values): values.count
        case .json(let values): values.count
        }
    }

    /// What its values take as JSON, roughly.
    var bytesAbout: Int {
        switch self {
        case .timeText(let text), .numberText(let text): text.json.count + 2
        default: count * 20
        }
    }

    /// `type` and `typeInfo.frame` of the schema.
    var typeNames: (type: String, frame: String) {
        switch self {
        case .time, .timeText: ("time", "time.Time")
        case .float64, .numberText: ("number", "float64")
        case .integer(_, let type): ("number", type.rawValue)
        case .uint64: ("number", "uint64")
        case .bool: ("boolean", "bool")
        case .string: ("string", "string")
        case .json: ("other", "json.RawMessage")
        }
    }
}
