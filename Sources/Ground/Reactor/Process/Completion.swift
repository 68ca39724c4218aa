internal import Glibc

/// A value that one thread waits for and another brings, once.
@safe public final class Completion<Value: Sendable>: @unchecked Sendable {
    // Guard of the unchecked Sendable: sem_t is made for threads, and the value has its lock.
    private let semaphore: UnsafeMutablePointer<sem_t>
    private let value = Lock<Value?>(nil)

    public init() {
        unsafe semaphore = .allocate(capacity: 1)
        unsafe sem_init(semaphore, 0, 0)
    }

    deinit {
        unsafe sem_destroy(semaphore)
        unsafe semaphore.deallocate()
    }

    public func complete(_ result: Value) {
        value.withLock { $0 = result }
        unsafe sem_post(semaphore)
    }

    /// Blocks until there is a value. Called once, and not on a thread that tasks run on.
    public func wait() -> Value {
        while true {
            if unsafe sem_wait(semaphore) == 0, let value = value.withLock({ $0 }) { return value }
        }
    }
}
