internal import Synchronization

/// One source's calls under way, over all workers: its bulkhead. A source that takes long has no more of the workers than this.
public final class CallShare: Sendable {
    private let calls = Atomic<Int>(0)

    var callCount: Int { calls.load(ordering: .relaxed) }

    /// One call more; false when there are `max` already.
    func take(max: Int) -> Bool {
        if calls.wrappingAdd(1, ordering: .relaxed).oldValue < max { return true }
        giveBack()
        return false
    }

    func giveBack() { calls.wrappingSubtract(1, ordering: .relaxed) }
}
