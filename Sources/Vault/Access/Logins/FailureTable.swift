/// How much failure there was lately, by key: one number a key, by the generic cell rate algorithm (ITU-T I.371). Bounded;
/// the key that came first makes room.
struct FailureTable {
    /// Failures that cost nothing, and the seconds after which one is forgotten.
    let burst: Int64
    let secondsEach: Int64

    static let entriesMax = 4_096

    /// The moment by which all failures are forgotten, in Unix seconds.
    private var forgottenAt: [Int: Int64] = [:]
    private var order: [Int] = []
    private var oldest = 0

    init(burst: Int64, secondsEach: Int64) {
        self.burst = burst
        self.secondsEach = secondsEach
    }

    func hasFailures(_ key: Int, now: Int64) -> Bool { (forgottenAt[key] ?? 0) > now }

    /// Failures that are not forgotten yet.
    func count(_ key: Int, now: Int64) -> Int64 {
        let seconds = max((forgottenAt[key] ?? 0) &- now, 0)
        return (seconds &+ secondsEach &- 1) / secondsEach
    }

    func isOpen(_ key: Int, now: Int64) -> Bool {
        (forgottenAt[key] ?? 0) &- now <= (burst &- 1) &* secondsEach
    }

    mutating func add(_ key: Int, now: Int64) {
        let start = max(forgottenAt[key] ?? 0, now)
        // Never further ahead than a full bucket and one: a flood in flight must not lock a key up for long.
        let end = min(start &+ secondsEach, now &+ (burst &+ 1) &* secondsEach)
        guard forgottenAt.updateValue(end, forKey: key) == nil else { return }
        guard order.count == Self.entriesMax else { return order.append(key) }
        forgottenAt[order[oldest]] = nil
        order[oldest] = key
        oldest = (oldest + 1) % Self.entriesMax
    }
}
