import Catalog
import Downstream
import Reactor
import Synchronization
import TestSupport
import Upstream

@testable import Proxy

/// A worker on a thread of its own, over real loopback sockets and a snapshot that the test holds.
final class RunningWorker: Sendable {
    struct State: Sendable {
        var inbox: WorkerInbox?
        var port: UInt16 = 0
        var failure: String?
        var census: WorkerCensus?
        /// Of the heads that are kept for sources, credentials included.
        var headBytes = 0
        /// Pipes that were made and are kept.
        var pipes = 0
        /// How often TLS gave back its buffers, towards callers and towards sources.
        var rests = (callers: 0, sources: 0)
        var hasEnded = false
    }

    let house: SealedHouse
    let board: SnapshotBoard
    let state = Watched(State())
    let observations = Watched([ProxyObservation]())
    let port: UInt16
    private let usesTLS: Bool

    init(
        _ house: SealedHouse, sources: [StoredDataSource], plane: any AsyncPlane = EchoPlane(),
        configuration: WorkerConfiguration = WorkerConfiguration(), certificate: CallerCertificate? = nil,
        kernel: Kernel = .linux, isPatient: Bool = true
    ) throws {
        self.house = house
        var configuration = configuration
        // A test that waits for its turn on a busy machine is no idle caller.
        configuration.downstream.idleTimeoutMilliseconds = 3_600_000
        if isPatient { configuration.downstream.headTimeoutMilliseconds = 3_600_000 }
        let settled = configuration
        usesTLS = certificate != nil
        board = SnapshotBoard(house.snapshot(sources))
        let compute = try ComputeThreads(count: 1)
        let (state, observations) = (state, observations)
        let environment = WorkerEnvironment(
            kernel: kernel, board: board, plane: plane, compute: ComputePools(prompt: compute, background: compute),
            certificate: certificate
        ) { observation in
            observations.change { $0.append(observation) }
        }
        Parallel.start {
            do {
                try Self.run(settled, environment, state)
            } catch {
                state.change { $0.failure = "\(error)" }
            }
            compute.stop()
        }
        let started = try state.wait(for: "the worker to listen") { $0.port != 0 || $0.failure != nil }
        guard started.failure == nil else { throw TestSupportError.unexpected(started.failure ?? "") }
        port = started.port
    }

    deinit { drain() }

    private static func run(
        _ configuration: WorkerConfiguration, _ environment: WorkerEnvironment, _ state: Watched<State>
    ) throws(SystemError) {
        var worker = try Worker(configuration: configuration, environment: environment, resolver: NoNames())
        let address = try worker.listen(on: SocketAddress(ipv4: 127, 0, 0, 1, port: 0))
        let inbox = worker.inbox
        worker.executor.adoptThread()
        state.change {
            $0.inbox = inbox
            $0.port = address.port
        }
        var isRunning = true
        while isRunning {
            // The bound is for the census alone: a worker that needed it would hang elsewhere.
            isRunning = worker.turn(waitingAtMost: 1_000)
            let census = worker.census
            var headBytes = 0
            for slot in worker.upstream.connections.occupied() {
                headBytes += worker.upstream.connections[slot].requestHead.count
            }
            let pipes = worker.pipes.count
            let rests = (callers: worker.downstream.restCount, sources: worker.upstream.restCount)
            state.change {
                $0.census = census
                $0.headBytes = headBytes
                $0.pipes = pipes
                $0.rests = rests
            }
        }
        state.change { $0.hasEnded = true }
    }

    func caller(_ token: String = SealedHouse.admin) -> Caller {
        Caller(port: port, authorization: "Bearer \(token)", usesTLS: usesTLS)
    }

    func drain() { state.current.inbox?.drain() }

    /// Publishes as the store does, and waits as the control plane does.
    func publish(_ changes: [StoreChange]) async {
        board.publish(changes, builder: house.builder)
        await board.settled()
    }

    /// Waits until nothing is under way any more.
    @discardableResult
    func quiet() throws -> WorkerCensus? {
        try state.wait(for: "the worker to be idle") { $0.census.map { $0.exchanges == 0 && $0.callers == 0 } ?? false }
            .census
    }

    /// Waits for as many observations.
    func observed(_ count: Int) throws -> [ProxyObservation] {
        try observations.wait(for: "\(count) observations") { $0.count >= count }
    }
}

/// No name has an address: these tests dial literals.
private struct NoNames: NameResolver {
    private var answers: [NameAnswer] = []

    mutating func begin(_ request: NameRequest, now: UInt64, loop: borrowing Loop) {
        answers.append(NameAnswer(handle: request.handle, addresses: []))
    }
    mutating func ready(_ handle: Handle, _ readiness: Readiness, now: UInt64, loop: borrowing Loop) {}
    mutating func tick(now: UInt64, loop: borrowing Loop) -> UInt64? { answers.isEmpty ? nil : 0 }
    mutating func nextAnswer() -> NameAnswer? { answers.isEmpty ? nil : answers.removeFirst() }
}

/// The control plane of these tests: says what it was asked.
struct EchoPlane: AsyncPlane {
    func respond(to request: AsyncRequest) async -> AsyncResponse {
        let bytes = request.headBytes
        let target = String(decoding: bytes[request.head.target], as: UTF8.self)
        let body = request.takeBody()
        let said = "control \(target) " + String(decoding: body.span.copy(), as: UTF8.self)
        return AsyncResponse(status: 200, fields: [("Content-Type", "text/plain")], body: Array(said.utf8))
    }
}

/// A control plane that answers nobody until it is opened, and holds the requests meanwhile.
final class HoldingPlane: AsyncPlane {
    struct State {
        var waiting: [CheckedContinuation<Void, Never>] = []
        var isOpen = false
    }

    let state = Watched(State())

    func respond(to request: AsyncRequest) async -> AsyncResponse {
        await withCheckedContinuation { continuation in
            let isOpen = state.change { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
        return AsyncResponse(status: 200, body: Array("held \(request.takeBody().count)".utf8))
    }

    func open() {
        let waiting = state.change { state in
            defer { state.waiting = [] }
            state.isOpen = true
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
