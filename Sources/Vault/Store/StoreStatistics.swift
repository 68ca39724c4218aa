/// Counts since the store was opened.
public struct StoreStatistics: Sendable, Equatable {
    /// Transactions that reached the disk.
    public var commits = 0
    /// Writes that took part in them.
    public var writes = 0
}
