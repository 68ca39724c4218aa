import Glibc

@testable import Reactor

/// A listener on loopback whose queue is full: the kernel answers no further dial, and refuses none.
final class FullListener {
    let address: SocketAddress
    private let listener: Listener
    private var callers: [Int32] = []

    init() throws {
        listener = try Listener(address: SocketAddress(ipv4: 127, 0, 0, 1, port: 0), backlog: 0, kernel: .linux)
        address = listener.address
        // The queue takes one more than its backlog says.
        for _ in 0..<2 {
            let start = address.dial(kernel: .linux)
            switch consume start {
            case .connected(let descriptor): callers.append(descriptor.release())
            case .underWay(let descriptor): callers.append(descriptor.release())
            case .failed(let error): throw error
            }
        }
    }

    deinit { for caller in callers { close(caller) } }
}
