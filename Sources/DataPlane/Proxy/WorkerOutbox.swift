internal import Access
internal import Downstream
internal import Reactor
internal import Synchronization

/// Results of tasks on their way back to the worker that began them. Touched by that worker's thread only: by its tasks, and by the
/// worker when its turn comes to them.
final class WorkerOutbox: @unchecked Sendable {
    // Guard of the unchecked Sendable: one thread, as above.
    enum Item {
        /// `bodyBytes` are those of the request that it answers.
        case answer(Handle, AsyncResponse, bodyBytes: Int)
        /// A password check; the user when it was right.
        case verified(Handle, BasicCredential, UserRecord?)
    }

    private var items: [Item] = []

    /// Looked at on every turn: an atomic needs no check of exclusivity.
    private let hasItems = Atomic(false)

    var isFull: Bool { hasItems.load(ordering: .relaxed) }

    func put(_ item: Item) {
        items.append(item)
        hasItems.store(true, ordering: .relaxed)
    }

    func next() -> Item? {
        guard isFull else { return nil }
        defer { hasItems.store(!items.isEmpty, ordering: .relaxed) }
        return items.removeFirst()
    }
}
