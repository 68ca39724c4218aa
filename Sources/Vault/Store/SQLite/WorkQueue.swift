internal import Access

/// Work on its way to the store's threads: first in, first out, bounded, and closed once.
final class WorkQueue<Item: Sendable>: Sendable {
    private struct State {
        var items: [Item] = []
        var isClosed = false
    }

    private let state = Monitor(State())
    /// How many items may wait. An item is a closure and what a request carries, at most a body's 2 MiB.
    private let itemsMax: Int

    init(itemsMax: Int) { self.itemsMax = itemsMax }

    var count: Int { state.change { $0.items.count } }

    /// Why the item was not taken; nothing when it was.
    func push(_ item: Item) -> StoreError? {
        state.change { state in
            if state.isClosed { return .stopped }
            if state.items.count >= itemsMax { return .overloaded }
            state.items.append(item)
            return nil
        }
    }

    /// Everything that waits, as soon as anything does; an empty array when the queue is closed and drained; nothing when
    /// `milliseconds` passed first.
    func takeAll(atMostMilliseconds milliseconds: Int?) -> [Item]? {
        state.wait(atMostMilliseconds: milliseconds) { state in
            guard !state.items.isEmpty || state.isClosed else { return nil }
            defer { state.items.removeAll(keepingCapacity: true) }
            return state.items
        }
    }

    /// The oldest item, as soon as there is one; nothing when the queue is closed and drained.
    func takeFirst() -> Item? {
        let first = state.wait { state -> Item?? in
            if state.items.isEmpty { return state.isClosed ? .some(nil) : nil }
            return state.items.removeFirst()
        }
        return first ?? nil
    }

    /// Takes nothing new; what waits is still handed out.
    func close() { state.change { $0.isClosed = true } }
}
