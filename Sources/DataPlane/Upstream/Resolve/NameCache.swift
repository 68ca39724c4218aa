internal import Reactor

/// What names resolved to, for as long as their servers allow. The addresses carry no port.
struct NameCache {
    private struct Entry {
        let addresses: [SocketAddress]
        /// Milliseconds of the monotonic clock; from here on the entry counts for nothing.
        let expires: UInt64
    }

    /// Seconds that an answer is kept: a time to live of 0 would ask the servers for every connection, and nobody wants to wait
    /// longer than five minutes for a name that has moved.
    static let keptSeconds: ClosedRange<Int> = 1...300
    /// Milliseconds that a failure is kept: enough that a storm of calls to a missing name costs one query a second.
    static let failureMilliseconds: UInt64 = 1_000

    private let namesMax: Int
    private var entries: [String: Entry] = [:]

    init(namesMax: Int) {
        precondition(namesMax > 0)
        self.namesMax = namesMax
    }

    var count: Int { entries.count }

    /// The addresses of `host`, none when it failed a moment ago; nothing when the servers have to be asked.
    func addresses(of host: String, now: UInt64) -> [SocketAddress]? {
        guard let entry = entries[host], now < entry.expires else { return nil }
        return entry.addresses
    }

    /// Keeps an answer whose time to live is `seconds`, within the bounds above.
    mutating func keep(_ addresses: [SocketAddress], of host: String, seconds: Int, now: UInt64) {
        if entries[host] == nil, entries.count >= namesMax { makeRoom(now: now) }
        let kept = UInt64(min(max(seconds, Self.keptSeconds.lowerBound), Self.keptSeconds.upperBound)) * 1_000
        entries[host] = Entry(
            addresses: addresses, expires: now &+ (addresses.isEmpty ? Self.failureMilliseconds : kept))
    }

    /// Forgets what has expired, or else what would expire first.
    private mutating func makeRoom(now: UInt64) {
        entries = entries.filter { now < $0.value.expires }
        guard entries.count >= namesMax, let first = entries.min(by: { $0.value.expires < $1.value.expires }) else {
            return
        }
        entries[first.key] = nil
    }
}
