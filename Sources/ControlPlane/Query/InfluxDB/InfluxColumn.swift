internal import Bytes
internal import JSON

/// A column whose type is that of its first value; values of other types are missing then, and one without values is of numbers.
struct InfluxColumn {
    private enum Kind {
        case texts, numbers, flags
    }

    private var kind: Kind?
    private var count = 0
    private var texts: [String?] = []
    private var numbers = NumberColumn()
    private var flags: [Bool?] = []

    /// Reads the value that follows; `bytes` is what the cursor walks over.
    mutating func append(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) throws {
        switch try cursor.kind() {
        case .string where accepts(.texts):
            let token = try cursor.string()
            texts.append(cursor.text(token))
        case .number where accepts(.numbers):
            let number = try cursor.number()
            numbers.append(number: bytes.extracting(number))
        case .bool where accepts(.flags):
            let word = try cursor.skip()
            flags.append(bytes[word.lowerBound] == UInt8(ascii: "t"))
        case .string, .number, .bool, .null, .array, .object:
            try cursor.skip()
            addMissing()
        }
        count += 1
    }

    mutating func appendMissing() {
        addMissing()
        count += 1
    }

    /// Decides for `wanted` where nothing is decided yet, with what was missing so far.
    private mutating func accepts(_ wanted: Kind) -> Bool {
        guard kind == nil else { return kind == wanted }
        kind = wanted
        for _ in 0..<count { addMissing() }
        return true
    }

    private mutating func addMissing() {
        switch kind {
        case .texts?: texts.append(nil)
        case .numbers?: numbers.appendMissing()
        case .flags?: flags.append(nil)
        case nil: break
        }
    }

    var column: FrameColumn {
        switch kind {
        case .texts?: .string(texts)
        case .numbers?: numbers.column
        case .flags?: .bool(flags)
        case nil: .float64(Array(repeating: nil, count: count))
        }
    }
}
