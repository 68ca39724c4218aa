/// A thread for work that may take what the machine has over, and no more (SCHED_IDLE): whoever else wakes is never behind it.
///
/// A thread that seldom runs must not be the one that holds a lock when loops want it. So it only ever waits at a gate and
/// works; a second one, of ordinary standing, takes the work in the order it came and says when it is done.
public final class IdleCompute: ComputePool {
    private let front: ComputeThreads
    private let desk = Lock(Desk())
    private let given = Gate()
    private let done = Gate()
    private let thread: Thread

    /// Held for a few lines, and by the idle thread only to take what the other waits to see done.
    private struct Desk {
        var work: (@Sendable () -> Void)?
        var isStopping = false
    }

    /// `name` shows in process listings.
    public init(name: String) throws(SystemError) {
        front = try ComputeThreads(name: name, count: 1)
        thread = try Thread(name: "\(name)-idle") { [desk, given, done] in
            Thread.preferIdleScheduling()
            while true {
                given.wait()
                guard let work = desk.withLock({ $0.work.take() }) else { return }
                work()
                done.open()
            }
        }
    }

    public func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await front.run { self.perform(work) }
    }

    /// On the front's thread.
    private func perform<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> Result {
        let result = Lock<Result?>(nil)
        let isGiven = desk.withLock { desk in
            guard !desk.isStopping else { return false }
            desk.work = {
                let value = work()
                result.withLock { $0 = value }
            }
            return true
        }
        guard isGiven else { return work() }
        given.open()
        done.wait()
        return result.withLock { $0.take() } ?? work()
    }

    /// Finishes what was given without waiting for idle time any longer: what the idle thread has begun is done again. It ends when it
    /// is next let run, and nobody waits for that.
    public func stop() {
        desk.withLock { $0.isStopping = true }
        done.open()
        front.stop()
        given.open()
        thread.detach()
    }
}
