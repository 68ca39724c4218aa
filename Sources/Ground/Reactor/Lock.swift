internal import Glibc

/// A value behind a mutex: lock, take, unlock, act. Never held across an `await`.
///
/// A pthread mutex, not the standard library's `Mutex`: the thread sanitizer sees this one, and the few nanoseconds between them
/// do not count where it is used (once a batch, once a publication).
@safe public final class Lock<Value>: @unchecked Sendable {
    // Guard of the unchecked Sendable: `value` is touched only while the mutex is held.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    public init(_ value: Value) {
        self.value = value
        unsafe mutex = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    public func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
