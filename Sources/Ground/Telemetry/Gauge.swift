internal import Synchronization

/// A number that goes up and down.
public final class Gauge: Sendable {
    private let current = Atomic<Int64>(0)

    public init(_ value: Int64 = 0) { set(value) }

    public func set(_ value: Int64) { current.store(value, ordering: .relaxed) }

    public func add(_ amount: Int64) { current.wrappingAdd(amount, ordering: .relaxed) }

    public var value: Int64 { current.load(ordering: .relaxed) }
}
