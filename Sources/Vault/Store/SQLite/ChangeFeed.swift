internal import Access
internal import Catalog

/// Hands every change to one listener exactly once, in the order of the commits, whichever process made it. Lives on the
/// writer's thread: that is what keeps the order.
struct ChangeFeed {
    private var delivered: Int64
    private let committed: @Sendable ([StoreChange]) -> Void

    /// What is handed over in one call.
    struct Delivery {
        let changes: [StoreChange]
        let revision: Int64
    }

    /// A listener that knows the state at `revision`.
    init(since revision: Int64, committed: @escaping @Sendable ([StoreChange]) -> Void) {
        delivered = revision
        self.committed = committed
    }

    /// What the listener has not heard yet, as the open transaction of `database` sees it.
    func pending(in database: SQLiteDatabase) throws(StoreError) -> Delivery {
        let revision = try ChangeTable.revision(in: database)
        guard revision > delivered else { return Delivery(changes: [], revision: delivered) }
        return Delivery(changes: try ChangeTable.changes(since: delivered, in: database), revision: revision)
    }

    /// Call it only when what `pending` saw is committed.
    mutating func deliver(_ delivery: Delivery) {
        delivered = delivery.revision
        if !delivery.changes.isEmpty { committed(delivery.changes) }
    }
}
