internal import Synchronization

/// A number that only grows, counted from any thread without a lock. Wraps after 2^64, which a scraper takes for a restart.
public final class Counter: Sendable {
    private let total = Atomic<UInt64>(0)

    public init() {}

    public func add(_ amount: UInt64 = 1) { total.wrappingAdd(amount, ordering: .relaxed) }

    public var value: UInt64 { total.load(ordering: .relaxed) }
}
