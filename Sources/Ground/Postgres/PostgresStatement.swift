/// One statement and what its answer may cost.
public struct PostgresStatement: Sendable {
    public var sql: String
    /// Rows of the answer; what is beyond is not read, and the rows say that they were cut.
    public var rowsMax: Int
    /// Bytes of the answer as they come from the server.
    public var bytesMax: Int
    /// Milliseconds for all of it: the wait for a connection, and the making of one, included. At least 1.
    public var milliseconds: UInt64

    public init(sql: String, rowsMax: Int = 1_000_000, bytesMax: Int = 64 << 20, milliseconds: UInt64 = 30_000) {
        self.sql = sql
        self.rowsMax = rowsMax
        self.bytesMax = bytesMax
        self.milliseconds = milliseconds
    }
}
