internal import Reactor

/// How long a statement waited for what, the connection that was made for it included. Whole once the statement has its outcome; when that
/// is an error, the last phase is the one that failed.
public final class PostgresTrace: Sendable {
    private let noted = Lock<[(phase: PostgresPhase, microseconds: UInt64)]>([])

    public init() {}

    /// In the order in which they began; only those that there were.
    public var phases: [(phase: PostgresPhase, microseconds: UInt64)] { noted.withLock { $0 } }

    func add(_ microseconds: UInt64, to phase: PostgresPhase) {
        noted.withLock { noted in
            if noted.last?.phase == phase {
                noted[noted.count - 1].microseconds &+= microseconds
            } else {
                noted.append((phase, microseconds))
            }
        }
    }
}
