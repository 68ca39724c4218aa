internal import Proxy
internal import Reactor

/// A worker that the simulator turns, one step at a time.
final class SteppedWorker {
    private var worker: Worker?
    private let kernel: FakeKernel
    /// Usable in the middle of a turn.
    private let inbox: WorkerInbox
    private let executor: LoopExecutor
    private let epoll: Epoll
    /// The last turn waited, and nothing that it did can have moved a deadline.
    private(set) var isParked = false
    /// It has drained and is at its end.
    var isOver: Bool { worker == nil }

    init(kernel: FakeKernel, plan: WorldPlan, environment: WorkerEnvironment) throws(SystemError) {
        self.kernel = kernel
        let names = plan.sources.filter(\.hasName).map { source in
            let dead = SocketAddress(ipv4: 10, 1, 9, UInt8(source.index + 1), port: source.address.port)
            let second = source.hasBothFamilies ? [source.secondAddress] : []
            return (source.host, second + (source.hasDeadAddress ? [dead, source.address] : [source.address]))
        }
        let faults = kernel.faults
        kernel.faults = KernelFaults()
        let before = kernel.epolls.count
        var worker = try Worker(
            configuration: plan.configuration, environment: environment,
            resolver: TableResolver(kernel: kernel, names: names))
        inbox = worker.inbox
        executor = worker.executor
        epoll = kernel.epolls[before]
        _ = try worker.listen(on: WorldPlan.gate)
        kernel.faults = faults
        self.worker = consume worker
    }

    /// Nothing once it has ended.
    var census: WorkerCensus? {
        switch worker {
        case .some(let worker): worker.census
        case .none: nil
        }
    }

    func drain() { inbox.drain() }

    func isRunnable(at now: UInt64) -> Bool {
        if isOver { return false }
        guard isParked, let until = epoll.parkedUntil else { return true }
        return epoll.isReady || until <= now
    }

    /// When its wait ends by itself.
    var wakesAt: UInt64? { isParked && !isOver ? epoll.parkedUntil : nil }

    func turn() {
        let before = kernel.progress
        executor.adoptThread()
        if worker?.turn(waitingAtMost: 3_600_000) == false { worker = nil }
        leaveLoop()
        isParked = epoll.parkedUntil != nil && kernel.progress == before
        if !isParked { epoll.parkedUntil = nil }
    }
}
