/// What will happen, nearest first; at one moment in the order it was planned.
struct Agenda {
    private struct Entry {
        let at: UInt64
        let order: UInt64
        let action: () -> Void

        func precedes(_ other: Entry) -> Bool { at != other.at ? at < other.at : order < other.order }
    }

    private var heap: [Entry] = []
    private var planned: UInt64 = 0

    /// The nearest moment, in nanoseconds.
    var next: UInt64? { heap.first?.at }

    mutating func plan(at moment: UInt64, _ action: @escaping () -> Void) {
        planned += 1
        heap.append(Entry(at: moment, order: planned, action: action))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].precedes(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func removeAll() { heap = [] }

    /// Takes out the nearest one.
    mutating func pop() -> (() -> Void)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first.action }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].precedes(heap[least])
            {
                least = child
            }
            guard least != parent else { return first.action }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
