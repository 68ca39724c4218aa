internal import Bytes
internal import Downstream
internal import Reactor

/// The control plane of a world: answers what can be checked, sometimes after work elsewhere.
final class EchoPlane: AsyncPlane, @unchecked Sendable {
    // Guard of the unchecked Sendable: a world has one thread.
    private unowned let world: World
    private let compute: QueuedCompute

    init(world: World, compute: QueuedCompute) {
        self.world = world
        self.compute = compute
    }

    func respond(to request: AsyncRequest) async -> AsyncResponse {
        let nonce = request.field("x-nonce") ?? ""
        guard let call = world.call(nonce) else {
            world.violate("the control plane was asked something that nobody sent: \(nonce)")
            return AsyncResponse(status: 404)
        }
        var body = request.takeBody()
        let digest = Content.digest(body.span.copy())
        body.release()
        for _ in 0..<(call.nonce % 4) { await compute.run {} }
        return AsyncResponse(
            status: 200, fields: [("X-Nonce", nonce), ("X-Digest", digest), ("X-Caller", request.remoteAddress)],
            body: call.answerBody)
    }
}

/// Work for other threads, done by nobody but the agenda.
final class QueuedCompute: ComputePool, @unchecked Sendable {
    // Guard of the unchecked Sendable: a world has one thread.
    private unowned let kernel: FakeKernel
    private var waiting: [(number: Int, work: () -> Void)] = []
    private var given = 0

    init(kernel: FakeKernel) { self.kernel = kernel }

    func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            given += 1
            let number = given
            waiting.append((number, { continuation.resume(returning: work()) }))
            kernel.after(nanoseconds: kernel.random.scaled(1_000...100_000_000)) { [weak self] in self?.complete(number)
            }
        }
    }

    private func complete(_ number: Int) {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: index).work()
    }

    /// Lets go of everybody who still waits: the run is over.
    func finish() {
        for item in waiting { item.work() }
        waiting = []
    }
}
