internal import Synchronization

/// When a token or a user was last there, to the minute: noted by the loops as calls come, written to the store now and then.
///
/// Shared by every version of an entry in every snapshot, so that a change of the entry loses nothing.
final class UsageMark: Sendable {
    /// A note within so many seconds of the last one is left out: the loops then only read, and share the cache line.
    static let seconds: Int64 = 60

    private let seen: Atomic<Int64>
    private let written: Atomic<Int64>

    /// `at` is what the store holds, in Unix seconds; 0 for never.
    init(at: Int64) {
        seen = Atomic(at)
        written = Atomic(at)
    }

    var lastSeenAt: Int64 { seen.load(ordering: .relaxed) }

    func note(_ now: Int64) {
        if now &- seen.load(ordering: .relaxed) >= Self.seconds { seen.store(now, ordering: .relaxed) }
    }

    /// What is to be written, once.
    func takeUnwritten() -> Int64? {
        let moment = lastSeenAt
        return written.exchange(moment, ordering: .relaxed) < moment ? moment : nil
    }
}
