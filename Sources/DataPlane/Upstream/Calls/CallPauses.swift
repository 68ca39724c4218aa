internal import Reactor

/// Tasks of a loop that wait for a moment to come. No clock: whoever has it says what time it is.
struct CallPauses: ~Copyable {
    typealias Asker = CheckedContinuation<Void, Never>

    private var waiting: Slab<Asker>
    private var moments = Deadlines()

    init(limit: Int) { waiting = Slab(limit: limit) }

    var isFull: Bool { waiting.isFull }

    /// The nearest moment at which there may be somebody to resume, in milliseconds of the monotonic clock.
    var next: UInt64? { moments.next }

    /// There is room. The handle is for `end`.
    mutating func begin(until moment: UInt64, _ asker: Asker) -> Handle {
        let slot = waiting.insert(asker)
        let handle = Handle(kind: .wake, slot: slot, generation: waiting.generation(of: slot))
        moments.schedule(handle, at: moment)
        return handle
    }

    /// Resumes one who need not wait any longer; one who has gone on already is left alone.
    mutating func end(_ handle: Handle) {
        if waiting.contains(handle) { waiting.remove(handle.slot).resume() }
    }

    /// Resumes those whose moment has come.
    mutating func pass(to now: UInt64) {
        while let due = moments.popDue(now: now) { end(due) }
    }

    /// Resumes all.
    mutating func endAll() {
        for slot in waiting.occupied() { waiting.remove(slot).resume() }
        moments = Deadlines()
    }
}
