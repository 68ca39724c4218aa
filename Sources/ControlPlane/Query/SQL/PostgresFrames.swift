internal import JSON
internal import Postgres

/// The rows of an answer as a frame: a nullable column for each of its columns, typed by PostgreSQL's type.
enum PostgresFrames {
    static func frame(_ rows: PostgresRows) throws(QueryError) -> DataFrame {
        var names: [String: Int] = [:]
        for (index, column) in rows.columns.enumerated() {
            if let first = names.updateValue(index, forKey: column.name) {
                throw QueryError(
                    "convert frame from rows error: duplicate column names are not allowed, found identical name \"\(column.name)\" at column indices [\(first)] and [\(index)]"
                )
            }
        }
        return DataFrame(
            fields: rows.columns.indices.map { index in
                FrameField(rows.columns[index].name, column(index, of: rows), isNullable: true)
            })
    }

    /// By the object ids of `pg_type`, which never change.
    private static func column(_ index: Int, of rows: PostgresRows) -> FrameColumn {
        switch rows.columns[index].typeID {
        case 16: .bool(values(index, rows) { PostgresValue.bool($0) })
        case 21: .integer(values(index, rows) { PostgresValue.integer($0) }, .int16)
        case 23: .integer(values(index, rows) { PostgresValue.integer($0) }, .int32)
        case 20: .integer(values(index, rows) { PostgresValue.integer($0) }, .int64)
        case 700, 701, 1700: .float64(values(index, rows) { PostgresValue.double($0) })
        case 1082, 1114, 1184: .time(values(index, rows) { PostgresValue.time($0) })
        case 114, 3802: .json(values(index, rows) { PostgresValue.json($0) })
        case 17: .string(values(index, rows) { PostgresValue.bytes($0) })
        default: .string(values(index, rows) { PostgresValue.string($0) })
        }
    }

    private static func values<Value>(
        _ column: Int, _ rows: PostgresRows, _ read: (Span<UInt8>) -> Value?
    ) -> [Value?] {
        (0..<rows.rowCount).map { row in
            rows.withText(row: row, column: column) { text -> Value? in
                guard let text else { return nil }
                return read(text)
            }
        }
    }
}
