import Foundation

/// A value that threads change and others wait for: how every test here waits for an event instead of sleeping.
///
/// `@unchecked Sendable`: `value` is only touched between `condition`'s lock and unlock.
public final class Watched<Value>: @unchecked Sendable {
    private let condition = NSCondition()
    private var value: Value

    public init(_ value: Value) {
        self.value = value
    }

    /// Changes the value and wakes everybody who waits. The body must not wait for anything itself.
    @discardableResult
    public func change<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        condition.lock()
        defer {
            condition.broadcast()
            condition.unlock()
        }
        return try body(&value)
    }

    public var current: Value { change { $0 } }

    /// Waits until `isReached` holds and answers the value that satisfied it; throws when the deadline passes first.
    @discardableResult
    public func wait(
        for what: String, by deadline: Deadline = .generous, until isReached: (Value) -> Bool
    ) throws -> Value {
        condition.lock()
        defer { condition.unlock() }
        while !isReached(value) {
            guard !deadline.hasPassed else { throw TestSupportError.deadline(waitingFor: what) }
            _ = condition.wait(until: deadline.date)
        }
        return value
    }
}
