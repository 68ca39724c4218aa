/// The connections that are alike, and the statements that wait for one of them.
struct PostgresPool {
    /// Seats that have nothing to do, the last used behind.
    var idle: [Int] = []
    var total = 0
    /// In the order they came.
    var waiting: [PostgresJob] = []
    /// Idle connections that are kept: as the newest statement's settings say.
    var idleMax = 2

    var isEmpty: Bool { total == 0 && waiting.isEmpty }

    var firstDeadline: UInt64? { waiting.lazy.map(\.deadline).min() }
}
