internal import Bytes

/// The rows of an answer: every value as the server's text, all of them in one run of bytes.
public struct PostgresRows: Sendable {
    public internal(set) var columns: [PostgresColumn] = []
    public private(set) var rowCount = 0
    /// There were more rows than the statement allowed.
    public internal(set) var isCut = false
    private var bytes: [UInt8] = []
    /// By row and column: where a value ends in `bytes`, or the same with the sign turned for NULL.
    private var ends: [Int] = []

    init() {}

    /// Calls `body` with a value's text; nothing is NULL. Row and column are within bounds.
    public func withText<Result>(row: Int, column: Int, _ body: (Span<UInt8>?) -> Result) -> Result {
        precondition(row >= 0 && row < rowCount && column >= 0 && column < columns.count)
        let index = row * columns.count + column
        guard ends[index] >= 0 else { return body(nil) }
        let start = index == 0 ? 0 : Self.place(ends[index - 1])
        return body(bytes.span.extracting(start..<ends[index]))
    }

    /// Appends the values of a row, column by column, then `endRow`.
    mutating func append(_ text: Span<UInt8>?) {
        if let text {
            for index in text.indices { bytes.append(text[index]) }
            ends.append(bytes.count)
        } else {
            ends.append(~bytes.count)
        }
    }

    mutating func endRow() { rowCount += 1 }

    private static func place(_ end: Int) -> Int { end < 0 ? ~end : end }
}
