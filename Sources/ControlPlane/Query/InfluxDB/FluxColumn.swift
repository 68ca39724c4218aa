/// A column of a table in annotated CSV.
struct FluxColumn: Equatable {
    enum Kind: String {
        case string, double, long, unsignedLong, boolean, duration, base64Binary
        case time = "dateTime:RFC3339"
        case nanoTime = "dateTime:RFC3339Nano"
    }

    let name: String
    let kind: Kind
    /// All rows of a table have the same value there.
    let isGroup: Bool
    /// Stands for an empty value; nothing when there is none to stand for it.
    let standard: String?

    var isTime: Bool { kind == .time || kind == .nanoTime }

    /// A cell's text; nothing for a missing value.
    func text(of cell: String) -> String? { cell.isEmpty ? standard : cell }

    /// The column that texts make.
    func column(of texts: [String?]) throws(QueryError) -> FrameColumn {
        switch kind {
        case .string, .base64Binary: .string(texts)
        case .double: .float64(try values(texts) { Double($0) })
        case .long: .integer(try values(texts) { Int64($0) }, .int64)
        case .unsignedLong: .uint64(try values(texts) { UInt64($0) })
        case .boolean: .bool(try values(texts) { Bool($0) })
        case .duration: .integer(try values(texts) { (try? Interval(goDuration: $0))?.nanoseconds }, .int64)
        case .time, .nanoTime: .time(try values(texts) { FrameTime(rfc3339: $0) })
        }
    }

    private func values<Value>(_ texts: [String?], _ read: (String) -> Value?) throws(QueryError) -> [Value?] {
        var values: [Value?] = []
        values.reserveCapacity(texts.count)
        for text in texts {
            guard let text else {
                values.append(nil)
                continue
            }
            guard let value = read(text) else {
                throw QueryError("a value of the column \(name.goQuoted) is no \(kind.rawValue)")
            }
            values.append(value)
        }
        return values
    }
}
