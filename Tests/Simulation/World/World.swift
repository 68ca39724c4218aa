internal import Access
internal import Catalog
internal import Crypto
internal import Downstream
internal import Proxy
internal import Reactor
internal import Upstream

/// One simulated run: the real workers over a fake kernel, scripted callers in front of them, scripted sources behind.
final class World {
    let seed: UInt64
    let plan: WorldPlan
    let kernel: FakeKernel
    private var workers: [SteppedWorker] = []
    private var sources: [ScriptedSource] = []
    private var callers: [any WorldCaller] = []
    private var conversations: [SourceConversation] = []
    private var calls: [String: CallPlan] = [:]
    /// Somebody guesses passwords: then a right one may be slowed too, since all callers share an address.
    private(set) var hasGuesses = false
    private var order: [CallPlan] = []
    private(set) var observations: [ProxyObservation] = []
    private var failures: [Int64: Int] = [:]
    /// Questions of the control plane that wait for their sources.
    private(set) var asksUnderWay = 0
    /// Calls under way to each source, over all workers.
    private let shares = CallShares()
    /// When something went wrong on the way to a source, besides what calls themselves ask for; nothing stands for
    /// all sources.
    private var disturbances: [(at: UInt64, source: Int?)] = []
    private var staleClosings: [(at: UInt64, source: Int)] = []
    /// When the workers were told to come to an end.
    private(set) var drainedAt: UInt64?
    var isDraining: Bool { drainedAt != nil }
    private var isDrainedEarly = false
    private var idleTurns = 0
    private var compute: QueuedCompute?

    /// Two hours of virtual time; the longest call takes some minutes.
    private static let nanosecondsMax: UInt64 = 2 * 3_600 * 1_000_000_000
    /// Turns in a row that move nothing, beyond which a worker is busy with nothing.
    private var idleTurnsMax: Int {
        guard plan.speaksTLS else { return 300 }
        // What TLS has opened, and bodies of HTTP/2, move without the kernel: a read's worth, or a share, each turn.
        return 300 + 300_000 / min(plan.configuration.readBufferBytes, plan.configuration.bytesPerTurn)
    }

    init(seed: UInt64, plant: PlantedFault?) {
        self.seed = seed
        var random = SeededRandom(seed: seed)
        var faults = KernelFaults.drawn(from: &random)
        var drawn = WorldPlan.drawn(&random, faults: &faults)
        kernel = FakeKernel(seed: random.next(), faults: faults)
        // Last, so that whatever else was drawn is the same with TLS and without.
        drawn.drawTLS(&random)
        drawn.drawAsking(&random)
        drawn.drawReading(&random)
        drawn.drawPace(&random)
        plan = drawn
        kernel.parksWaits = true
        kernel.plant = plant
    }

    // MARK: Building

    private func build() throws {
        kernel.disturbed = { [unowned self] address in
            let index = address.flatMap { address in
                plan.sources.first { $0.address == address || $0.secondAddress == address }?.index
            }
            if address == nil || index != nil { disturb(index) }
        }
        for sourcePlan in plan.sources {
            let source = ScriptedSource(plan: sourcePlan, world: self)
            sources.append(source)
            kernel.attach(source, at: sourcePlan.address)
            if sourcePlan.hasBothFamilies { kernel.attach(source, at: sourcePlan.secondAddress) }
        }
        var catalog = try WorldCatalog(plan.sources)
        let board = catalog.board
        let compute = QueuedCompute(kernel: kernel)
        self.compute = compute
        let (balance, throttle) = (CallerBalance(), LoginThrottle())
        let certificate = plan.speaksTLS ? try GateCertificate.make() : nil
        for _ in 0..<plan.workers {
            let desk = CallDesk(configuration: plan.calls)
            let plane = EchoPlane(world: self, compute: compute, asker: Asker(world: self, board: board, desk: desk))
            let environment = WorkerEnvironment(
                kernel: kernel.kernel, board: board, plane: plane, desk: desk,
                compute: ComputePools(prompt: compute, background: compute), balance: balance,
                certificate: certificate, throttle: throttle, shares: shares
            ) {
                [box = Unchecked(self)] in box.world.observe($0)
            }
            workers.append(try SteppedWorker(kernel: kernel, plan: plan, environment: environment))
        }
        for moment in plan.publications {
            kernel.after(nanoseconds: moment) { catalog.republish(self.kernel.random.below(self.plan.sources.count)) }
        }
        if let moment = plan.drainsAfter {
            kernel.after(nanoseconds: moment) {
                self.isDrainedEarly = true
                self.drain()
            }
        }
        let contexts = plan.speaksTLS ? try CallerContexts() : nil
        for index in 0..<plan.callers { addCaller(index, contexts) }
    }

    private func addCaller(_ index: Int, _ contexts: CallerContexts?) {
        let own = (0..<plan.callsEach).map { _ in CallPlan.drawn(&kernel.random, plan: plan) }
        order += own
        for call in own { calls[call.name] = call }
        for call in own where call.kind == .control && plan.asking > 0 && draws(plan.asking) {
            let asked = CallPlan.asked(&kernel.random, plan: plan)
            call.asks = asked
            calls[asked.name] = asked
        }
        if own.contains(where: { $0.kind == .badPassword }) { hasGuesses = true }
        let habits = CallerPlan.drawn(&kernel.random, plan: plan)
        let caller: any WorldCaller
        if let contexts, draws(plan.http2) {
            caller = HTTP2Caller(
                world: self, index: index, plan: habits, habits: HTTP2Habits.drawn(&kernel.random, plan: plan),
                context: contexts.http2, calls: own)
        } else {
            caller = ScriptedCaller(
                world: self, index: index, plan: habits, context: contexts?.http11, calls: own)
        }
        callers.append(caller)
        kernel.after(nanoseconds: kernel.random.scaled(1...1_000_000_000)) { caller.begin() }
    }

    // MARK: Running

    func run() -> RunReport {
        do {
            try build()
            loop { self.callers.allSatisfy(\.isDone) }
            if kernel.violations.isEmpty { settle() }
        } catch {
            violate("the world could not be built: \(error)")
        }
        leaveLoop()
        compute?.finish()
        workers = []
        checkDescriptors()
        let report = makeReport()
        kernel.disturbed = nil
        kernel.dissolve()
        return report
    }

    /// Everybody has gone: what the workers still hold must be idle connections, and those must end in time.
    private func settle() {
        // Workers that have ended hold what they held until they are gone.
        if isDraining { return settleDrained() }
        // A call whose caller left with more requests on the way goes on until its source's last timer.
        pass(seconds: 220)
        if isDraining { return settleDrained() }
        for case let census? in workers.map(\.census) where kernel.violations.isEmpty { checkQuiet(census) }
        pass(seconds: plan.configuration.upstream.pooledIdleMilliseconds / 1_000 + 5)
        if isDraining { return settleDrained() }
        for case let census? in workers.map(\.census) where census.sources > 0 && kernel.violations.isEmpty {
            violate("\(census.sources) connections to sources outlived their time in the pool")
        }
        let sockets = kernel.openDescriptors.sockets
        if sockets > 0 && kernel.violations.isEmpty { violate("\(sockets) sockets are open though nobody is there") }
        checkObservations()
        drain()
        settleDrained()
    }

    private func settleDrained() {
        pass(seconds: plan.configuration.drainMilliseconds / 1_000 + 1)
        if !workers.allSatisfy(\.isOver), kernel.violations.isEmpty {
            violate("a worker was told to drain and did not end")
        }
    }

    /// Everything is gone. The eventfd of a worker that ended under a task of the control plane is kept by that task.
    private func checkDescriptors() {
        let open = kernel.openDescriptors
        let kept = isDrainedEarly ? plan.workers : 0
        guard kernel.violations.isEmpty, open.sockets + open.listeners > 0 || open.others > kept else { return }
        violate("\(open.sockets) sockets, \(open.listeners) listeners, \(open.others) others were never closed")
    }

    /// Tells the workers to come to an end; from here on callers may find nobody.
    private func drain() {
        drainedAt = drainedAt ?? kernel.now
        for worker in workers { worker.drain() }
    }

    /// Lets time go by, with whatever happens in it.
    private func pass(seconds: UInt64) {
        let end = kernel.now + seconds * 1_000_000_000
        kernel.at(end) {}
        loop { self.kernel.now >= end }
    }

    private func checkQuiet(_ census: WorkerCensus) {
        if census.callers > 0 { violate("\(census.callers) callers are held though all have gone") }
        if shares.callCount > 0 { violate("\(shares.callCount) calls count as under way though none is") }
        if census.calls > 0 { violate("\(census.calls) calls of tasks are held though nobody waits for them") }
        if asksUnderWay > 0 { violate("\(asksUnderWay) tasks have no answer of their sources") }
        if census.exchanges > 0 { violate("\(census.exchanges) exchanges are held though no call is under way") }
        if census.sources != census.idleSources {
            violate("\(census.sources - census.idleSources) leases were not given back")
        }
    }

    private func loop(until isOver: () -> Bool) {
        while kernel.violations.isEmpty && !isOver() {
            leaveLoop()
            if kernel.now > Self.nanosecondsMax {
                return violate(
                    "stuck for hours: " + callers.filter { !$0.isDone }.map(\.waitingFor).joined(separator: "; "))
            }
            let runnable = workers.filter { $0.isRunnable(at: kernel.now) }
            let isDue = (kernel.nextEvent ?? .max) <= kernel.now
            if !runnable.isEmpty && !(isDue && kernel.random.chance(500)) {
                step(kernel.random.pick(runnable))
            } else if !goOn() {
                return violate("nothing will ever happen again: " + callers.map(\.waitingFor).joined(separator: "; "))
            }
        }
    }

    private func step(_ worker: SteppedWorker) {
        if kernel.draws(kernel.faults.stalled) {
            kernel.advance(to: kernel.now + UInt64(kernel.random.scaled(1_000...50_000_000)))
        }
        let before = kernel.progress
        let began = kernel.now
        worker.turn()
        if kernel.progress != before || worker.isParked || kernel.now - began > 1_000_000 {
            idleTurns = 0
        } else {
            idleTurns += 1
            if idleTurns > idleTurnsMax { violate("a worker turns and turns without moving anything") }
        }
    }

    /// Lets the next thing happen, whatever it is; false when there is none.
    private func goOn() -> Bool {
        let wake = workers.compactMap(\.wakesAt).min() ?? .max
        let event = kernel.nextEvent ?? .max
        guard min(wake, event) < .max else { return false }
        if event <= wake { kernel.step() } else { kernel.advance(to: wake) }
        return true
    }

    // MARK: What the scripts say and ask

    func draws(_ perMille: Int) -> Bool { kernel.random.chance(perMille) }
    func call(_ nonce: String) -> CallPlan? { calls[nonce] }
    func keep(_ conversation: SourceConversation) { conversations.append(conversation) }
    func disturb(_ source: Int?) {
        kernel.note("  disturbance at source", source ?? -1, 0)
        disturbances.append((kernel.now, source))
    }
    func noteStale(_ source: Int) {
        kernel.note("  stale closing at source", source, 0)
        staleClosings.append((kernel.now, source))
    }
    func violate(_ what: String) { kernel.violate(what) }
    func note(_ what: StaticString, _ subject: Int = 0, call: CallPlan? = nil) {
        kernel.note(what, subject, Int(truncatingIfNeeded: (call?.nonce ?? 0) >> 32))
    }
    private func observe(_ observation: ProxyObservation) {
        observations.append(observation)
        // What a circuit breaker counts, and never its own refusals.
        switch observation.phase {
        case .resolve, .connect, .tls, .send, .firstByte:
            if observation.status != 503 { failures[observation.sourceID, default: 0] += 1 }
        case .body, nil: return
        }
    }

    func beginAsk() { asksUnderWay += 1 }

    /// A question has its answer, or the reason why it has none, which a circuit breaker may have counted.
    func endAsk(at source: Int, _ failure: UpstreamError?) {
        asksUnderWay -= 1
        guard let failure else { return }
        switch failure.phase {
        case .resolve, .connect, .tls, .send, .firstByte: failures[Int64(source + 1), default: 0] += 1
        case .body: return
        }
    }

    /// Failures of `source` so far, over all workers.
    func failureCount(of source: Int) -> Int { failures[Int64(source + 1)] ?? 0 }

    // MARK: Judging

    /// Something went wrong at `source` while `call` was under way, or so shortly before that a worker may not have
    /// known: a far
    /// connection and a stalled worker together are 110 ms late at most.
    func wasDisturbed(_ call: CallPlan, at source: Int) -> Bool {
        let began = call.startedAt ?? 0
        let start = began - min(began, 120_000_000)
        if disturbances.contains(where: { $0.at >= start && ($0.source ?? source) == source }) { return true }
        // Closing an idle connection under a call is made good by asking again, where that can do no harm.
        let isReplayable = call.isIdempotent && call.framing == .none
        return !isReplayable && staleClosings.contains { $0.at >= start && $0.source == source }
    }

    private func checkObservations() {
        guard kernel.violations.isEmpty else { return }
        let owed = order.filter { $0.isObserved && $0.isAnswered }.count
        let most = order.filter { $0.isObserved && $0.startedAt != nil }.count
        if observations.count < owed || observations.count > most {
            violate("\(observations.count) observations of \(owed) to \(most) calls")
        }
    }

    private func makeReport() -> RunReport {
        RunReport(
            seed: seed, violations: kernel.violations, nanoseconds: kernel.now,
            proxied: order.filter { $0.isProxied && $0.isAnswered }.count, digest: kernel.trace.digest,
            systemCalls: kernel.trace.count,
            tail: kernel.trace.tail)
    }
}

/// The observer of workers must be sendable; a world has one thread.
private struct Unchecked: @unchecked Sendable {
    unowned let world: World
    init(_ world: World) { self.world = world }
}
