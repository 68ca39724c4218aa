#if TSAN
    internal import Glibc
#else
    internal import Synchronization
#endif

/// State behind a lock, for rooms that know no loop: lock, take, unlock, act; never across an `await`.
///
/// The thread sanitizer does not see the standard library's `Mutex` and reports what it guards, so that a build for it (`make sanitize`)
/// has another lock here.
@safe public final class Guarded<State>: @unchecked Sendable {
    // Guard of the unchecked Sendable: `state` is touched only while the lock is held.
    private var state: State

    public init(_ state: State) {
        self.state = state
        #if TSAN
            unsafe pthread_mutex_init(lock, nil)
        #endif
    }

    #if TSAN
        private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

        deinit {
            unsafe pthread_mutex_destroy(lock)
            unsafe lock.deallocate()
        }

        public func withLock<Result>(_ body: (inout State) -> Result) -> Result {
            unsafe pthread_mutex_lock(lock)
            defer { unsafe pthread_mutex_unlock(lock) }
            return body(&state)
        }
    #else
        private let lock = Mutex(())

        public func withLock<Result>(_ body: (inout State) -> Result) -> Result {
            lock.withLock { _ in body(&state) }
        }
    #endif
}
