internal import Bytes
internal import JSON

/// Reads the first of the results: `{"results": [{"series": [...], "error"}]}`.
struct InfluxReader {
    private let query: InfluxQuery
    private let statement: InfluxStatement
    private var budget = PointBudget()
    private var table: InfluxTable?
    private var series: [DataFrame] = []
    private var isRead = false

    init(_ query: InfluxQuery, _ statement: InfluxStatement) {
        self.query = query
        self.statement = statement
    }

    /// What was read.
    var frames: [DataFrame] { table.map { [$0.frame] } ?? series }

    /// `bytes` is what the cursor walks over.
    mutating func read(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) throws {
        try cursor.enterArray()
        while try cursor.nextElement() {
            // One statement is asked, so one result is awaited.
            if isRead { try cursor.skip() } else { try readResult(&cursor, bytes) }
            isRead = true
        }
    }

    private mutating func readResult(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) throws {
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            if cursor.isKey(key, "error") {
                try InfluxAnswer.readError(&cursor)
            } else if cursor.isKey(key, "series"), try cursor.kind() == .array {
                try cursor.enterArray()
                while try cursor.nextElement() { try readSeries(&cursor, bytes) }
            } else {
                try cursor.skip()
            }
        }
    }

    private mutating func readSeries(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) throws {
        let next = try InfluxSeries(&cursor)
        let rows = bytes.extracting(next.rows ?? 0..<0)
        if query.format == .table {
            if table == nil { table = InfluxTable(next) }
            try table?.append(next, rows, budget: &budget)
        } else if next.hasTime {
            try appendTimed(next, rows)
        } else {
            try budget.takeFrame()
            series.append(try InfluxTexts.frame(of: next, rows, statement, budget: &budget))
        }
    }

    /// A frame for each column but the time.
    private mutating func appendTimed(_ next: InfluxSeries, _ bytes: Span<UInt8>) throws {
        var rows = InfluxRows(width: next.columns.count, isTimed: true)
        try rows.read(bytes, budget: &budget)
        for (name, column) in zip(next.columns, rows.columns).dropFirst() where name != "time" {
            try budget.takeFrame()
            let shown = InfluxSeriesName.text(next, column: name, alias: query.alias)
            let value = FrameField(
                "Value", column.column, labels: next.tags, config: FieldConfig(displayNameFromDS: shown),
                isNullable: true)
            series.append(DataFrame(name: shown, fields: [FrameField("Time", .time(rows.times)), value]))
        }
    }
}
