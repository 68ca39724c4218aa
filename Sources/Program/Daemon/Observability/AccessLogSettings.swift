internal import Synchronization

/// Which calls get a line of the access log; it can be changed while calls are under way.
final class AccessLogSettings: Sendable {
    /// Calls whose number is below it get a line: 2^32 for all, 0 for none.
    private let threshold = Atomic<UInt64>(0)

    init(isOn: Bool, share: Double) { set(isOn: isOn, share: share) }

    /// `share` from 0 to 1.
    func set(isOn: Bool, share: Double) {
        let calls = isOn ? UInt64(max(0, min(share, 1)) * 4_294_967_296) : 0
        threshold.store(calls, ordering: .relaxed)
    }

    /// Decided by the request's id, whose high bits are as good as random, so that a call is logged or not wherever it is
    /// asked.
    func takes(_ requestID: UInt64) -> Bool { requestID >> 32 < threshold.load(ordering: .relaxed) }
}
