internal import Synchronization

/// The level below which nothing is logged; it can be moved while others log.
public final class LogThreshold: Sendable {
    private let rank: Atomic<UInt8>

    public init(_ level: LogLevel) { rank = Atomic(level.rank) }

    public func move(to level: LogLevel) { rank.store(level.rank, ordering: .relaxed) }

    public func admits(_ level: LogLevel) -> Bool { level.rank >= rank.load(ordering: .relaxed) }
}
