internal import Reactor

/// What ends what was started, run in the reverse of the order of start.
final class UndoList: Sendable {
    private let steps = Lock<[@Sendable () -> Void]>([])

    /// Right after something was started: how it ends. Steps may block.
    func add(_ step: @escaping @Sendable () -> Void) { steps.withLock { $0.append(step) } }

    /// Each step runs once, the last first.
    func run() {
        while let step = steps.withLock({ $0.popLast() }) { step() }
    }
}
