/// The bounds of a client.
public struct PostgresClientConfiguration: Sendable {
    /// Connections to all databases; each costs a socket here and a process there.
    public var connectionsMax = 100
    /// Statements that wait for a connection; what is beyond is refused.
    public var waitingMax = 1_000
    /// Milliseconds that a server may take to clear a session behind a statement.
    public var housekeepingMilliseconds: UInt64 = 5_000

    public init() {}
}
