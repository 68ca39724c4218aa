/// Runs each piece of a task on a thread of its own. For tests that suspend while somebody waits for them: the pool that tasks share
/// has a thread a core, and a whole suite keeps it busy for longer than anybody should wait.
public final class ThreadExecutor: TaskExecutor {
    public init() {}

    public func enqueue(_ job: UnownedJob) {
        Parallel.start { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
