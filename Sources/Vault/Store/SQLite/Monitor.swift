internal import Glibc

/// State that several threads share, with a way to wait until it changes: a pthread mutex and a condition on the monotonic
/// clock. Held for a few instructions, never across I/O or `await`.
@safe final class Monitor<State>: @unchecked Sendable {  // `state` is only touched with `mutex` held
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var state: State

    init(_ state: State) {
        self.state = state
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        _ = unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        _ = unsafe pthread_condattr_init(&attributes)
        _ = unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        _ = unsafe pthread_cond_init(condition, &attributes)
        _ = unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        _ = unsafe pthread_cond_destroy(condition)
        _ = unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    /// Changes the state and wakes whoever waits for it.
    func change<Value>(_ body: (inout State) -> Value) -> Value {
        _ = unsafe pthread_mutex_lock(mutex)
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        let value = body(&state)
        _ = unsafe pthread_cond_broadcast(condition)
        return value
    }

    /// Waits until `body` finds something, asking again after every change; nothing when `milliseconds` passed first.
    func wait<Value>(atMostMilliseconds milliseconds: Int? = nil, for body: (inout State) -> Value?) -> Value? {
        let deadline = milliseconds.map(Self.deadline)
        _ = unsafe pthread_mutex_lock(mutex)
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        while true {
            if let value = body(&state) { return value }
            guard sleep(until: deadline) else { return body(&state) }
        }
    }

    /// False when the deadline came.
    private func sleep(until deadline: timespec?) -> Bool {
        guard var deadline else { return unsafe pthread_cond_wait(condition, mutex) == 0 }
        return unsafe pthread_cond_timedwait(condition, mutex, &deadline) != ETIMEDOUT
    }

    private static func deadline(after milliseconds: Int) -> timespec {
        var moment = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &moment)
        let nanoseconds = moment.tv_nsec + (milliseconds % 1_000) * 1_000_000
        moment.tv_sec += milliseconds / 1_000 + nanoseconds / 1_000_000_000
        moment.tv_nsec = nanoseconds % 1_000_000_000
        return moment
    }
}
