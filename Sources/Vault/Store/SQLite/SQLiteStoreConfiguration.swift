/// How a SQLite store is opened.
public struct SQLiteStoreConfiguration: Sendable, Equatable {
    /// The database file; SQLite keeps two more beside it, `-wal` and `-shm`.
    public var path: String
    /// Threads that read, each with a connection (a descriptor or two, up to 2 MiB of cache). Reads of the data plane and of
    /// lists come from the snapshot, so few are needed.
    public var readers: Int
    /// How often to look for other processes' commits (milliseconds); nil never looks, which is right for the command line.
    public var pollMilliseconds: Int?

    public init(path: String, readers: Int = 2, pollMilliseconds: Int? = 500) {
        self.path = path
        self.readers = readers
        self.pollMilliseconds = pollMilliseconds
    }
}
