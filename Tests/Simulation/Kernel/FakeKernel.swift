internal import Glibc
public import Reactor

/// Linux as the workers see it, in memory and in virtual time. `kernel` is what the workers get; nothing in it ever
/// blocks.
///
/// One thread owns it all. What happens (a segment arrives, a script goes on) is on its agenda and runs between the
/// workers'
/// calls, never inside a script's or an endpoint's own step.
public final class FakeKernel {
    public internal(set) var random: SeededRandom
    public var faults: KernelFaults
    /// A fault of the engine to imitate, once in the run.
    public var plant: PlantedFault?
    /// Nanoseconds since the run began.
    public internal(set) var now: UInt64 = 1_000_000_000
    private var agenda = Agenda()
    private var wallOffset: Int64 = 1_700_000_000_000_000_000

    var numbers: [Use?] = [nil, nil, nil]
    /// Descriptors that may be open at once.
    public var descriptorsMax = 4_096
    private var listeners: [(address: SocketAddress, queue: ListenQueue)] = []
    private var hosts: [SocketAddress: any FakeHost] = [:]
    private var nextPort: UInt16 = 40_000
    private var exhaustedUntil: UInt64 = 0

    /// In the order of their making.
    private(set) var epolls: [Epoll] = []
    /// All connections' ends of the run.
    public internal(set) var endpoints: [Endpoint] = []
    /// With this, a wait that finds nothing returns at once and the simulator steps somebody else; without, it lets
    /// the world go
    /// on until something is ready.
    public var parksWaits = false

    /// What must never happen and did.
    public internal(set) var violations: [String] = []
    /// Told of every fault that may make a call to an address fail; nothing stands for all addresses.
    public var disturbed: ((SocketAddress?) -> Void)?
    /// Calls that moved something: a worker that turns without any is busy with nothing.
    public private(set) var progress: UInt64 = 0
    public internal(set) var trace = Trace()
    var table: KernelTable?

    enum Use {
        case socket(Endpoint, bound: SocketAddress?)
        case listener(ListenQueue, SocketAddress)
        case epoll(Epoll)
        case counter(EventCounter)
        case pipeOutput(PipeBuffer)
        case pipeInput(PipeBuffer)
    }

    public init(seed: UInt64, faults: KernelFaults = KernelFaults()) {
        random = SeededRandom(seed: seed)
        self.faults = faults
    }

    // MARK: Time

    func at(_ moment: UInt64, _ action: @escaping () -> Void) { agenda.plan(at: max(moment, now), action) }

    public func after(nanoseconds: Int, _ action: @escaping () -> Void) { at(now + UInt64(nanoseconds), action) }

    public var nextEvent: UInt64? { agenda.next }

    /// Lets the nearest event happen.
    public func step() {
        guard let moment = agenda.next, let action = agenda.pop() else { return }
        now = max(now, moment)
        action()
    }

    /// Lets everything happen up to `moment`.
    public func advance(to moment: UInt64) {
        while let next = agenda.next, next <= moment { step() }
        now = max(now, moment)
    }

    var wallNanoseconds: UInt64 {
        if draws(faults.clockJump) { wallOffset += Int64(random.within(-5_000...5_000)) * 1_000_000 }
        return UInt64(max(wallOffset + Int64(now), 0))
    }

    // MARK: Chance

    func draws(_ perMille: Int) -> Bool { random.chance(perMille) }

    /// Between two calls of a turn the world may go on.
    func preempt() {
        now += UInt64(random.below(2_000))
        guard faults.preempted > 0, draws(faults.preempted) else { return }
        for _ in 0..<random.within(1...4) {
            guard let next = agenda.next, next < now + 1_000_000 else { return }
            step()
        }
    }

    func moved() { progress += 1 }

    func note(_ call: StaticString, _ subject: Int, _ result: Int) {
        trace.add(call, subject: subject, result: result, at: now)
    }

    public func violate(_ what: String) {
        note("  violation", violations.count, 0)
        if violations.count < 20 { violations.append(what) }
    }

    // MARK: Descriptors

    /// The lowest number that is free, as on Linux: one that was just closed comes back at once.
    func open(_ use: Use) -> Int32 {
        guard numbers.count(where: { $0 != nil }) < descriptorsMax else { return -EMFILE }
        moved()
        for index in 3..<numbers.count where numbers[index] == nil {
            numbers[index] = use
            return Int32(index)
        }
        numbers.append(use)
        return Int32(numbers.count - 1)
    }

    func use(_ number: Int32, in call: StaticString) -> Use? {
        if number >= 3, number < numbers.count, let use = numbers[Int(number)] { return use }
        violate("EBADF: \(call) of descriptor \(number), which is not open")
        return nil
    }

    func endpoint(_ number: Int32, in call: StaticString) -> Endpoint? {
        guard case .socket(let endpoint, _) = use(number, in: call) else { return nil }
        return endpoint
    }

    /// Descriptors open now, by kind.
    public var openDescriptors: (sockets: Int, listeners: Int, others: Int) {
        var counts = (sockets: 0, listeners: 0, others: 0)
        for use in numbers {
            switch use {
            case .socket: counts.sockets += 1
            case .listener: counts.listeners += 1
            case .epoll, .counter, .pipeInput, .pipeOutput: counts.others += 1
            case nil: break
            }
        }
        return counts
    }

    func makeEndpoint(_ phase: Endpoint.Phase) -> Endpoint {
        let endpoint = Endpoint(kernel: self, id: endpoints.count, phase: phase)
        endpoints.append(endpoint)
        return endpoint
    }

    // MARK: The network

    public func attach(_ host: any FakeHost, at address: SocketAddress) { hosts[address] = host }

    func freePort() -> UInt16 {
        nextPort = nextPort == .max ? 40_000 : nextPort + 1
        return nextPort
    }

    func makeEpoll() -> Epoll {
        let epoll = Epoll()
        epolls.append(epoll)
        return epoll
    }

    func addListener(_ queue: ListenQueue, at address: SocketAddress) { listeners.append((address, queue)) }

    func removeListener(_ queue: ListenQueue) {
        queue.close()
        listeners.removeAll { $0.queue === queue }
    }

    func isTaken(_ address: SocketAddress) -> Bool { listeners.contains { $0.address == address } }

    /// A scripted caller dials; the endpoint is connected, or reset, later.
    public func dial(_ target: SocketAddress, from source: SocketAddress, actor: any EndpointActor) -> Endpoint {
        let endpoint = makeEndpoint(.dialing)
        endpoint.local = source
        endpoint.actor = actor
        dial(endpoint, target)
        return endpoint
    }

    func dial(_ endpoint: Endpoint, _ target: SocketAddress) {
        endpoint.phase = .dialing
        endpoint.remote = target
        let travel = random.within(faults.latency)
        let queues = listeners.filter { $0.address == target }.map(\.queue)
        if !queues.isEmpty {
            let queue = random.pick(queues)
            return after(nanoseconds: travel) { self.arrive(endpoint, at: queue, target) }
        }
        guard let host = hosts[target] else {
            return after(nanoseconds: travel) { endpoint.dialRefused(ECONNREFUSED) }
        }
        switch host.answerDial(from: endpoint) {
        case .accept(let delay):
            after(nanoseconds: travel + delay) { self.arrive(endpoint, at: host, target) }
        case .refuse(let delay): after(nanoseconds: travel + delay) { endpoint.dialRefused(ECONNREFUSED) }
        case .unreachable(let delay): after(nanoseconds: travel + delay) { endpoint.dialRefused(EHOSTUNREACH) }
        case .never: after(nanoseconds: 127_000_000_000) { endpoint.dialRefused(ETIMEDOUT) }
        }
    }

    private func arrive(_ endpoint: Endpoint, at queue: ListenQueue, _ target: SocketAddress) {
        guard endpoint.phase == .dialing, endpoint.isOpen else { return }
        guard queue.isOpen else { return endpoint.dialRefused(ECONNREFUSED) }
        guard !queue.isFull else { return retry(endpoint, at: queue, target) }
        let far = makeEndpoint(.established)
        connect(endpoint, far, target)
        queue.push(far)
    }

    /// A full backlog drops the packet; it is sent again a second later.
    private func retry(_ endpoint: Endpoint, at queue: ListenQueue, _ target: SocketAddress) {
        after(nanoseconds: 1_000_000_000) { self.arrive(endpoint, at: queue, target) }
    }

    private func arrive(_ endpoint: Endpoint, at host: any FakeHost, _ target: SocketAddress) {
        guard endpoint.phase == .dialing, endpoint.isOpen else { return }
        let far = makeEndpoint(.established)
        connect(endpoint, far, target)
        far.actor = host.accepted(far)
        far.wake()
    }

    private func connect(_ near: Endpoint, _ far: Endpoint, _ target: SocketAddress) {
        far.local = target
        far.remote = near.local
        near.join(far)
        near.dialAnswered()
        guard draws(faults.severed) else { return }
        after(nanoseconds: random.scaled(1_000...5_000_000_000)) { near.sever() }
    }

    /// Linux's answer when no descriptor is free, for a while once it began.
    func isExhausted() -> Bool {
        if draws(faults.acceptExhausted) { exhaustedUntil = now + UInt64(random.scaled(1_000_000...500_000_000)) }
        return now < exhaustedUntil
    }

    // MARK: Waiting

    func wait(_ epoll: Epoll, _ limit: Int, _ milliseconds: Int32) -> Result<[EpollEvent], Negative> {
        preempt()
        if draws(faults.interrupted) {
            epoll.parkedUntil = nil
            return .failure(Negative(EINTR))
        }
        let end = milliseconds < 0 ? UInt64.max : now + UInt64(milliseconds) * 1_000_000
        if epoll.parkedUntil != nil {
            // The wait that was put aside goes on, and is over now.
            epoll.parkedUntil = nil
        } else if !parksWaits {
            while !epoll.isReady, let next = agenda.next, next <= end { step() }
            if !epoll.isReady && end < .max { now = max(now, end) }
        } else if !epoll.isReady && milliseconds != 0 {
            epoll.parkedUntil = end
        }
        var events = epoll.collect(limit, shuffledBy: &random, faults: faults)
        if events.contains(where: \.isEdge) { moved() }
        events = plantedDrop(events)
        return .success(events)
    }

    // MARK: Planted faults

    private func plantedDrop(_ events: [EpollEvent]) -> [EpollEvent] {
        guard plant == .droppedEdge, draws(100), let index = events.firstIndex(where: \.isEdge) else { return events }
        plant = nil
        note("plant", Int(events[index].number), 0)
        var rest = events
        rest.remove(at: index)
        return rest
    }

    /// Whether this close is the one to forget.
    func plantedLeak(_ endpoint: Endpoint) -> Bool {
        guard plant == .leakedDescriptor, let remote = endpoint.remote, hosts[remote] != nil, draws(300) else {
            return false
        }
        plant = nil
        note("plant", endpoint.id, 0)
        return true
    }

    private var withheld: [UInt8]?

    /// Two equally long runs of bytes to two callers, exchanged: this one gets what an earlier one got.
    func plantedSwap(_ segment: [UInt8], from endpoint: Endpoint) -> [UInt8] {
        guard plant == .swappedCallers, endpoint.actor == nil, endpoint.isOpen, segment.count > 60,
            let address = endpoint.local, isTaken(address)
        else { return segment }
        guard let earlier = withheld, earlier != segment else {
            withheld = segment
            return segment
        }
        plant = nil
        note("plant", endpoint.id, 0)
        return earlier
    }

    /// Ends the run: nothing of it stays in memory.
    public func dissolve() {
        agenda.removeAll()
        for endpoint in endpoints { endpoint.dissolve() }
        endpoints = []
        hosts = [:]
    }
}
