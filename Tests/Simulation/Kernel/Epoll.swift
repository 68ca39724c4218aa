internal import Glibc

/// Linux's epoll: an edge queues an entry once, a wait polls what is queued, and only level-triggered entries stay
/// queued.
final class Epoll: Pollable {
    private var entries: [EpollEntry] = []
    private var queued: [EpollEntry] = []
    /// Set by a wait that found nothing: when it would have ended by itself (`.max`: never).
    var parkedUntil: UInt64?

    func control(_ operation: Int32, _ number: Int32, _ target: Pollable?, _ interest: UInt32, _ data: UInt64) -> Int32
    {
        let known = entries.first { $0.number == number }
        switch operation {
        case addOperation:
            guard let target else { return -EBADF }
            guard known == nil else { return -EEXIST }
            let entry = EpollEntry(epoll: self, number: number, target: target, interest: interest, data: data)
            entries.append(entry)
            target.watchers.append(entry)
            if entry.current() != 0 { queue(entry) }
            return 0
        case changeOperation:
            guard let known else { return -ENOENT }
            known.interest = interest
            known.data = data
            if known.current() != 0 { queue(known) }
            return 0
        default:
            guard let known else { return -ENOENT }
            forget(known)
            return 0
        }
    }

    func queue(_ entry: EpollEntry) {
        guard !entry.isQueued else { return }
        entry.isQueued = true
        queued.append(entry)
    }

    func forget(_ entry: EpollEntry) {
        entries.removeAll { $0 === entry }
        queued.removeAll { $0 === entry }
        entry.target.watchers.removeAll { $0 === entry }
    }

    /// A wait would return at once.
    var isReady: Bool {
        queued.removeAll { entry in
            let isStale = entry.current() == 0
            if isStale { entry.isQueued = false }
            return isStale
        }
        return !queued.isEmpty
    }

    /// Up to `limit` events. `drop` may lose one (a planted fault).
    func collect(_ limit: Int, shuffledBy random: inout SeededRandom, faults: KernelFaults) -> [EpollEvent] {
        if random.chance(faults.reordered) { queued.shuffle(using: &random) }
        let most = random.chance(faults.truncated) ? random.within(1...max(limit, 1)) % 4 + 1 : limit
        var events: [EpollEvent] = []
        var kept: [EpollEntry] = []
        var rest = queued[...]
        while events.count < min(most, limit), let entry = rest.popFirst() {
            let bits = entry.current()
            entry.isQueued = false
            guard bits != 0 else { continue }
            events.append(EpollEvent(bits: bits, data: entry.data, number: entry.number, isEdge: entry.isEdgeTriggered))
            guard !entry.isEdgeTriggered else { continue }
            entry.isQueued = true
            kept.append(entry)
        }
        queued = rest + kept
        return events
    }

    func close() {
        for entry in entries { entry.target.watchers.removeAll { $0 === entry } }
        entries = []
        queued = []
    }
}

private let addOperation: Int32 = 1
private let changeOperation: Int32 = 3
