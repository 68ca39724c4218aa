internal import Reactor
internal import Upstream

/// Names of a world's sources; an answer takes its time.
struct TableResolver: NameResolver {
    private let kernel: FakeKernel
    private let names: [(host: String, addresses: [SocketAddress])]
    private var waiting: [(due: UInt64, answer: NameAnswer)] = []
    private var ready: [NameAnswer] = []

    init(kernel: FakeKernel, names: [(host: String, addresses: [SocketAddress])]) {
        self.kernel = kernel
        self.names = names
    }

    mutating func begin(_ request: NameRequest, now: UInt64, loop: borrowing Loop) {
        kernel.moved()
        let addresses = names.first { $0.host == request.host }?.addresses ?? []
        let due = now + UInt64(kernel.random.chance(500) ? 0 : kernel.random.scaled(1...2_000))
        waiting.append((due, NameAnswer(handle: request.handle, addresses: addresses)))
    }

    mutating func ready(_ handle: Handle, _ readiness: Readiness, now: UInt64, loop: borrowing Loop) {}

    mutating func tick(now: UInt64, loop: borrowing Loop) -> UInt64? {
        ready += waiting.filter { $0.due <= now }.map(\.answer)
        waiting.removeAll { $0.due <= now }
        if !ready.isEmpty { return 0 }
        return waiting.map { $0.due - now }.min()
    }

    mutating func nextAnswer() -> NameAnswer? { ready.isEmpty ? nil : ready.removeFirst() }
}
