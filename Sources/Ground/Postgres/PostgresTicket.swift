internal import Synchronization

/// What a statement is withdrawn by, from any thread and at any time: before the engine has its job, and behind its end.
final class PostgresTicket: Sendable {
    private let mark = Atomic<Bool>(false)

    var isWithdrawn: Bool { mark.load(ordering: .acquiring) }

    func withdraw() { mark.store(true, ordering: .releasing) }
}
