internal import Bytes
internal import JSON

/// Reads rows into columns. Rows that are too short have missing values; a row whose time is none is left out.
struct InfluxRows {
    /// Empty when rows do not begin with a time.
    private(set) var times: [FrameTime?] = []
    /// One for each place of a row; that of a time stays without values.
    private(set) var columns: [InfluxColumn]
    private(set) var count = 0
    private let isTimed: Bool

    init(width: Int, isTimed: Bool) {
        columns = Array(repeating: InfluxColumn(), count: width)
        self.isTimed = isTimed
    }

    /// `bytes` is a list of rows, or nothing at all.
    mutating func read(_ bytes: Span<UInt8>, budget: inout PointBudget) throws {
        guard !bytes.isEmpty else { return }
        var cursor = JSONCursor(bytes)
        try cursor.enterArray()
        while try cursor.nextElement() {
            try budget.take(max(1, columns.count))
            try readRow(&cursor, bytes)
        }
    }

    private mutating func readRow(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) throws {
        try cursor.enterArray()
        var place = 0
        if isTimed {
            guard try cursor.nextElement() else { return }
            guard let time = try time(&cursor, bytes) else {
                while try cursor.nextElement() { try cursor.skip() }
                return
            }
            times.append(time)
            place = 1
        }
        while try cursor.nextElement() {
            if place < columns.count { try columns[place].append(&cursor, bytes) } else { try cursor.skip() }
            place += 1
        }
        while place < columns.count {
            columns[place].appendMissing()
            place += 1
        }
        count += 1
    }

    /// Whole milliseconds; nothing for what is no such number.
    private func time(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) throws -> FrameTime? {
        guard try cursor.kind() == .number else {
            try cursor.skip()
            return nil
        }
        let number = try cursor.number()
        return Int64(String(decoding: bytes.extracting(number).copy(), as: UTF8.self)).map {
            FrameTime(milliseconds: $0)
        }
    }
}
