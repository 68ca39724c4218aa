internal import Bytes
internal import Downstream
internal import Reactor

/// The control plane of a world, for one worker: answers what can be checked, sometimes after a question to a source and work elsewhere.
final class EchoPlane: AsyncPlane, @unchecked Sendable {
    // Guard of the unchecked Sendable: a world has one thread.
    private unowned let world: World
    private let compute: QueuedCompute
    private let asker: Asker

    init(world: World, compute: QueuedCompute, asker: Asker) {
        self.world = world
        self.compute = compute
        self.asker = asker
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
        if let asked = call.asks { await asker.ask(asked) }
        for _ in 0..<(call.nonce % 4) { await compute.run {} }
        return AsyncResponse(
            status: 200, fields: [("X-Nonce", nonce), ("X-Digest", digest), ("X-Caller", request.remoteAddress)],
            body: call.answerBody)
    }
}
