internal import Glibc

/// A listening socket: the connections that wait to be accepted.
final class ListenQueue: Pollable {
    private var waiting: [Endpoint] = []
    private let backlog: Int
    private(set) var isOpen = true

    init(backlog: Int) { self.backlog = max(backlog, 1) }

    var isFull: Bool { waiting.count >= backlog }

    override func readiness() -> UInt32 { waiting.isEmpty ? 0 : Poll.readable }

    func push(_ endpoint: Endpoint) {
        waiting.append(endpoint)
        wake()
    }

    func pop() -> Endpoint? { waiting.isEmpty ? nil : waiting.removeFirst() }

    func close() {
        isOpen = false
        for endpoint in waiting {
            endpoint.reset()
            endpoint.closeDescriptor()
        }
        waiting = []
    }
}
