internal import CLinux
internal import Glibc

/// A thread that is started once and then joined or let go, once.
@safe public final class Thread: Sendable {
    private final class Body {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    private let id: Lock<pthread_t?>

    /// Starts `run` on a thread of its own. `name` shows in process listings, cut to 15 bytes.
    public init(name: String, run: @escaping @Sendable () -> Void) throws(SystemError) {
        var thread = pthread_t()
        let body = unsafe Unmanaged.passRetained(Body(name: String(name.prefix(15)), run: run))
        let result = unsafe pthread_create(
            &thread, nil,
            { context in
                guard let context = unsafe context else { return nil }
                let body = unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue()
                _ = unsafe hg_set_thread_name(body.name)
                body.run()
                return nil
            }, body.toOpaque())
        guard result == 0 else {
            unsafe body.release()
            throw SystemError(number: result)
        }
        id = Lock(thread)
    }

    /// Tells the scheduler that the calling thread does not interrupt others when it wakes (SCHED_BATCH): a loop that runs a little
    /// later has more to do in one turn. A kernel that refuses changes nothing.
    public static func preferBatchScheduling() { _ = hg_set_thread_batch() }

    /// Tells the scheduler that the calling thread takes only what others leave (SCHED_IDLE). A kernel that refuses changes nothing.
    public static func preferIdleScheduling() { _ = hg_set_thread_idle() }

    /// Lets the thread end by itself: nobody waits for it, and nothing of it stays.
    public func detach() {
        guard let thread = id.withLock({ $0.take() }) else { return }
        pthread_detach(thread)
    }

    /// Waits until the thread has ended. Further calls return at once.
    public func join() {
        guard let thread = id.withLock({ $0.take() }) else { return }
        pthread_join(thread, nil)
    }
}
