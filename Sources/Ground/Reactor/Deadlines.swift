/// The moments that matter to a loop's connections, nearest first.
///
/// A connection that pushes its deadline further away (most do, with every byte) costs nothing here: it only keeps the new moment
/// itself, and when the old one comes up its owner asks for it again (`schedule`). So each handle has few entries: one for
/// each time its deadline came nearer.
public struct Deadlines: Sendable {
    private struct Entry {
        let at: UInt64
        let handle: Handle
    }

    private var heap: [Entry] = []

    public init() {}

    public var count: Int { heap.count }

    /// The nearest moment, in milliseconds of the kernel's monotonic clock.
    public var next: UInt64? { heap.first?.at }

    public mutating func schedule(_ handle: Handle, at moment: UInt64) {
        heap.append(Entry(at: moment, handle: handle))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].at < heap[parent].at else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes out one entry whose moment has come.
    public mutating func popDue(now: UInt64) -> Handle? {
        guard let first = heap.first, first.at <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return first.handle
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].at < heap[least].at {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
