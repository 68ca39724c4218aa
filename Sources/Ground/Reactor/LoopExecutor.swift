internal import CLinux
internal import Synchronization

/// Runs tasks on one loop's thread: jobs enqueued there go to a plain array, jobs from elsewhere to a mailbox that wakes the
/// loop once a batch. A task takes it by `Task(executorPreference:)`.
@safe public final class LoopExecutor: TaskExecutor, @unchecked Sendable {
    // Guard of the unchecked Sendable: `ready` and `batch` are touched on the loop's thread only; the mailbox has its lock.
    private var ready: [UnownedJob] = []
    private var batch: [UnownedJob] = []
    private let mailbox: Mailbox<UnownedJob>

    /// Looked at on every turn: an atomic, so that a turn that finds nothing pays for no check of exclusivity.
    private let isReady = Atomic(false)

    public init(wake: Wake) { mailbox = Mailbox(wake: wake) }

    /// From here on this thread is the loop's: jobs enqueued on it skip the mailbox. A simulator that steps several loops on one
    /// thread calls it before each step.
    public func adoptThread() {
        unsafe hg_set_current_loop(Unmanaged.passUnretained(self).toOpaque())
    }

    public func enqueue(_ job: UnownedJob) {
        if unsafe hg_current_loop() == Unmanaged.passUnretained(self).toOpaque() {
            ready.append(job)
            isReady.store(true, ordering: .relaxed)
        } else {
            mailbox.post(job)
        }
    }

    public var hasReadyJobs: Bool { isReady.load(ordering: .relaxed) }

    /// Runs what is ready now, with what other threads enqueued when the loop was woken; jobs that these enqueue wait for the
    /// next call, so that one turn ends.
    public func runReadyJobs(takingMailbox isWoken: Bool) {
        if isWoken {
            var outside: [UnownedJob] = []
            mailbox.take(into: &outside)
            ready.append(contentsOf: outside)
            isReady.store(!ready.isEmpty, ordering: .relaxed)
        }
        run()
    }

    private func run() {
        guard hasReadyJobs else { return }
        isReady.store(false, ordering: .relaxed)
        swap(&ready, &batch)
        for job in batch { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
        batch.removeAll(keepingCapacity: true)
    }
}
