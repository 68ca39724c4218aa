internal import Proxy
internal import Reactor

/// A worker that the simulator turns, one step at a time.
final class SteppedWorker {
    private var worker: Worker
    private let kernel: FakeKernel
    private let epoll: Epoll
    /// The last turn waited, and nothing that it did can have moved a deadline.
    private(set) var isParked = false

    init(kernel: FakeKernel, plan: WorldPlan, environment: WorkerEnvironment) throws(SystemError) {
        self.kernel = kernel
        let names = plan.sources.filter(\.hasName).map { source in
            let dead = SocketAddress(ipv4: 10, 1, 9, UInt8(source.index + 1), port: source.address.port)
            return (source.host, source.hasDeadAddress ? [dead, source.address] : [source.address])
        }
        let faults = kernel.faults
        kernel.faults = KernelFaults()
        let before = kernel.epolls.count
        worker = try Worker(
            configuration: plan.configuration, environment: environment,
            resolver: TableResolver(kernel: kernel, names: names))
        epoll = kernel.epolls[before]
        _ = try worker.listen(on: WorldPlan.gate)
        kernel.faults = faults
    }

    var census: WorkerCensus { worker.census }

    func isRunnable(at now: UInt64) -> Bool {
        guard isParked, let until = epoll.parkedUntil else { return true }
        return epoll.isReady || until <= now
    }

    /// When its wait ends by itself.
    var wakesAt: UInt64? { isParked ? epoll.parkedUntil : nil }

    func turn() {
        let before = kernel.progress
        worker.executor.adoptThread()
        _ = worker.turn(waitingAtMost: 3_600_000)
        leaveLoop()
        isParked = epoll.parkedUntil != nil && kernel.progress == before
        if !isParked { epoll.parkedUntil = nil }
    }
}
