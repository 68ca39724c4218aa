internal import Glibc

/// What an epoll can watch.
public class Pollable {
    /// The entries of epolls that watch it.
    fileprivate(set) var watchers: [EpollEntry] = []

    /// `EPOLLIN` and the like as they hold now.
    func readiness() -> UInt32 { 0 }

    /// Something happened that may have changed `readiness`: the edge.
    func wake() {
        for entry in watchers { entry.epoll.queue(entry) }
    }
}

/// One descriptor in one epoll.
final class EpollEntry {
    unowned let epoll: Epoll
    let number: Int32
    let target: Pollable
    var interest: UInt32
    var data: UInt64
    fileprivate(set) var isQueued = false

    fileprivate init(epoll: Epoll, number: Int32, target: Pollable, interest: UInt32, data: UInt64) {
        self.epoll = epoll
        self.number = number
        self.target = target
        self.interest = interest
        self.data = data
    }

    var isEdgeTriggered: Bool { interest & Poll.edge != 0 }
    /// Errors and hang-ups are reported whether asked for or not.
    func current() -> UInt32 { target.readiness() & (interest | Poll.error | Poll.hungUp) }
}

/// The event bits of epoll.
enum Poll {
    static let readable: UInt32 = 0x001
    static let writable: UInt32 = 0x004
    static let error: UInt32 = 0x008
    static let hungUp: UInt32 = 0x010
    static let peerEnded: UInt32 = 0x2000
    static let edge: UInt32 = 1 << 31
}

/// Linux's epoll: an edge queues an entry once, a wait polls what is queued, and only level-triggered entries stay queued.
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

struct EpollEvent {
    let bits: UInt32
    let data: UInt64
    let number: Int32
    let isEdge: Bool
}

private let addOperation: Int32 = 1
private let changeOperation: Int32 = 3

/// An eventfd.
final class EventCounter: Pollable {
    private(set) var value: UInt64 = 0

    override func readiness() -> UInt32 { (value > 0 ? Poll.readable : 0) | Poll.writable }

    func signal() {
        value += 1
        wake()
    }

    func drain() -> Int32 {
        guard value > 0 else { return -EAGAIN }
        value = 0
        return 0
    }
}
