internal import Synchronization

/// State behind a lock: lock, take, unlock, act; never across an `await`.
///
/// The house's own lock lives in a room that this one may not import, so this wraps `Mutex`; under the thread sanitizer
/// `Mutex` is reported falsely.
final class Guarded<State: Sendable>: Sendable {
    private let mutex: Mutex<State>

    init(_ state: State) { mutex = Mutex(state) }

    func withLock<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        mutex.withLock { body(&$0) }
    }
}
