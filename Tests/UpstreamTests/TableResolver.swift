import Reactor
import Upstream

/// Names from a table, answered when the test asks for the answer; names that are not in it are never answered.
final class TableResolver: NameResolver {
    var table: [String: [SocketAddress]]
    private var answers: [NameAnswer] = []

    init(_ table: [String: [SocketAddress]]) { self.table = table }

    func begin(_ request: NameRequest, now: UInt64, loop: borrowing Loop) {
        guard let addresses = table[request.host] else { return }
        answers.append(NameAnswer(handle: request.handle, addresses: addresses))
    }

    func ready(_ handle: Handle, _ readiness: Readiness, now: UInt64, loop: borrowing Loop) {}
    func tick(now: UInt64, loop: borrowing Loop) -> UInt64? { nil }
    func nextAnswer() -> NameAnswer? { answers.isEmpty ? nil : answers.removeFirst() }
}
