internal import Reactor

/// Work for other threads, done by nobody but the agenda.
final class QueuedCompute: ComputePool, @unchecked Sendable {
    // Guard of the unchecked Sendable: a world has one thread.
    private unowned let kernel: FakeKernel
    private var waiting: [(number: Int, work: () -> Void)] = []
    private var given = 0

    init(kernel: FakeKernel) { self.kernel = kernel }

    func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            given += 1
            let number = given
            waiting.append((number, { continuation.resume(returning: work()) }))
            kernel.after(nanoseconds: kernel.random.scaled(1_000...100_000_000)) { self.complete(number) }
        }
    }

    private func complete(_ number: Int) {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
        kernel.moved()
        waiting.remove(at: index).work()
    }

    /// Lets go of everybody who still waits: the run is over.
    func finish() {
        for item in waiting { item.work() }
        waiting = []
    }
}
