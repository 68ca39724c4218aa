internal import Access
internal import Bytes
internal import Catalog
internal import Downstream
internal import HTTP
public import Reactor
public import Upstream

/// One core's thread with all it owns: its epoll, its listener, its callers, its connections to sources, its one read buffer.
///
/// `turn` is one pass over what is ready. Nothing in here is shared, locked or reference counted per event but the snapshot; the
/// other files of this type say what each kind of event leads to.
public struct Worker: ~Copyable {
    let configuration: WorkerConfiguration
    let environment: WorkerEnvironment
    var loop: Loop
    public let executor: LoopExecutor
    let mailbox: Mailbox<WorkerMessage>
    let outbox = WorkerOutbox()
    let subscription: Int

    var listener: Listener?
    var downstream: Downstream
    var upstream: Upstream
    var exchanges: Slab<Exchange>
    /// Those among them that are tunnels.
    var tunnelCount = 0
    var pipes: PipePool
    var deadlines = Deadlines()
    /// Callers and exchanges that have more to do than one turn's share.
    var readyList: [ReadyItem] = []
    /// Empty; its memory serves whoever takes the callers that HTTP/2 woke.
    var wokenCallers: [Handle] = []
    /// Steps of TLS handshakes that this turn may still take.
    var handshakesLeft = 0

    var snapshot: RouteSnapshot
    var authenticator = Authenticator()
    let policy = Policy()

    /// What the last read brought; nobody relies on it beyond one event. Confidential: it holds what callers send.
    var read: ByteBuffer
    /// The head under construction. Confidential: it holds credentials, and is wiped when it is sent.
    var arena: ByteBuffer
    let nothing = ByteBuffer()
    let continueLine: ByteBuffer
    var requestHead = RequestHead()
    var responseHead = ResponseHead()
    /// What stands in the arena of an answer's head.
    var writtenHead = WrittenHead()

    /// Milliseconds of the monotonic clock, read once a turn.
    var now: UInt64
    /// The same in microseconds: what observations measure with.
    var microseconds: UInt64
    var unixSeconds: Int64
    var date = HTTPDate()
    var nextRequestID: UInt64
    var drainDeadline: UInt64?
    /// The open breakers that the gauges know of.
    private var breakersTold: Set<Int64> = []

    public init(
        configuration: WorkerConfiguration, environment: WorkerEnvironment, resolver: any NameResolver
    ) throws(SystemError) {
        precondition(configuration.readBufferBytes > 0 && configuration.bytesPerTurn > 0)
        let kernel = environment.kernel
        let loop = try Loop(kernel: kernel)
        let mailbox = Mailbox<WorkerMessage>(wake: loop.wake)
        executor = LoopExecutor(wake: loop.wake)
        subscription = environment.board.subscribe { mailbox.post(.snapshot($0)) }
        snapshot = environment.board.current
        environment.board.acknowledge(subscriber: subscription, generation: snapshot.generation)
        self.mailbox = mailbox
        self.loop = loop
        self.configuration = configuration
        self.environment = environment
        downstream = Downstream(
            configuration: configuration.downstream, balance: environment.balance, certificate: environment.certificate
        ) { mailbox.post(.adopt($0, $1)) }
        upstream = Upstream(
            configuration: configuration.upstream, resolver: resolver, kernel: kernel, desk: environment.desk,
            shares: environment.shares)
        exchanges = Slab(limit: configuration.exchangesMax)
        pipes = PipePool(bytes: configuration.pipeBytes, limit: configuration.pipesMax)
        read = ByteBuffer(capacity: configuration.readBufferBytes + 64 * 1024, kind: .confidential)
        arena = ByteBuffer(capacity: 64 * 1024, kind: .confidential)
        var interim = ByteBuffer()
        interim.append("HTTP/1.1 100 Continue\r\n\r\n")
        continueLine = consume interim
        let nanoseconds = kernel.monotonicNanoseconds
        now = nanoseconds / 1_000_000
        microseconds = nanoseconds / 1_000
        unixSeconds = kernel.unixSeconds
        nextRequestID = kernel.randomBits()
    }

    deinit { environment.board.unsubscribe(subscription) }

    /// Another thread's way to this worker.
    public var inbox: WorkerInbox { WorkerInbox(mailbox: mailbox) }

    /// Begins to take callers at `address`; says where, with the port that the kernel chose for 0.
    public mutating func listen(on address: SocketAddress, backlog: Int32 = 4096) throws(SystemError) -> SocketAddress {
        let fresh = try Listener(address: address, backlog: backlog, kernel: environment.kernel)
        try fresh.register(with: loop, as: Handle(kind: .listener, slot: 0))
        let bound = fresh.address
        listener = consume fresh
        return bound
    }

    // MARK: One turn

    /// Waits until something is ready, at most `milliseconds` (negative: no bound), and acts on all of it once: sources first,
    /// since they finish calls, then callers, then what waited for its share, then tasks, then new callers, then timers. False when the worker
    /// has drained and is at its end.
    public mutating func turn(waitingAtMost milliseconds: Int32 = -1) -> Bool {
        let count = loop.wait(milliseconds: waitTime(atMost: milliseconds))
        var due: [ReadyItem] = []
        swap(&due, &readyList)
        readClocks()
        var others = 0
        var isWoken = false
        for index in 0..<count {
            let (handle, readiness) = loop.event(index)
            switch handle.kind {
            case .source: sourceEvent(handle, readiness)
            case .resolver: upstream.resolverReady(handle, readiness, now: now, loop: loop)
            case .wake:
                loop.wake.drain()
                isWoken = true
            case .caller, .listener: others += 1
            }
        }
        var accepts = false
        if others > 0 {
            for index in 0..<count {
                let (handle, readiness) = loop.event(index)
                switch handle.kind {
                case .caller: callerEvent(handle, readiness)
                case .listener: accepts = true
                case .source, .resolver, .wake: break
                }
            }
        }
        serve(due)
        if isWoken { takeMessages() }
        takeResolved()
        runTasks(fromOutside: isWoken)
        // Behind the tasks, so that what they ask leaves in this turn.
        upstream.serveCalls(read: &read, now: now, loop: loop, deadlines: &deadlines)
        serveWoken()
        if accepts { accept() }
        expire()
        tellGauges()
        guard isOver else { return true }
        breakOff()
        return false
    }

    private mutating func readClocks() {
        let nanoseconds = environment.kernel.monotonicNanoseconds
        now = nanoseconds / 1_000_000
        microseconds = nanoseconds / 1_000
        upstream.beginTurn(at: microseconds)
        unixSeconds = environment.kernel.unixSeconds
        date.update(unixSeconds: unixSeconds)
        handshakesLeft = configuration.handshakesPerTurn
    }

    /// Milliseconds to wait: none while there is work, else until the next deadline.
    private mutating func waitTime(atMost milliseconds: Int32) -> Int32 {
        let hasWork = !readyList.isEmpty || executor.hasReadyJobs || outbox.isFull
        if hasWork || upstream.hasReadyCalls || downstream.hasWoken { return 0 }
        var wait = milliseconds < 0 ? UInt64.max : UInt64(milliseconds)
        if let next = deadlines.next { wait = min(wait, next > now ? next - now : 0) }
        if let next = upstream.nextPause { wait = min(wait, next > now ? next - now : 0) }
        if let next = upstream.resolverTick(now: now, loop: loop) { wait = min(wait, next) }
        return wait == .max ? -1 : Int32(min(wait, UInt64(Int32.max)))
    }

    // MARK: Messages, tasks, names

    private mutating func takeMessages() {
        var messages: [WorkerMessage] = []
        mailbox.take(into: &messages)
        for message in messages {
            switch message {
            case .snapshot(let fresh):
                guard fresh.generation > snapshot.generation else { continue }
                snapshot = fresh
                endRevokedTunnels()
                upstream.forgetBreakers { [fresh] source in
                    fresh.route(orgID: source.orgID, id: source.id)?.revision != source.revision
                }
            case .drain: drain()
            case .adopt(let transfer, let address):
                downstream.adopt(
                    transfer.adopt(kernel: environment.kernel), address, now: now, loop: loop, deadlines: &deadlines)
            }
        }
        environment.board.acknowledge(subscriber: subscription, generation: snapshot.generation)
    }

    private mutating func takeResolved() {
        while let answer = upstream.nextResolved() {
            act(on: upstream.resolved(answer, now: now, loop: loop, deadlines: &deadlines))
        }
    }

    private mutating func runTasks(fromOutside: Bool) {
        executor.runReadyJobs(takingMailbox: fromOutside)
        while let item = outbox.next() {
            switch item {
            case .answer(let caller, let response, let bodyBytes):
                downstream.answered(bodyBytes: bodyBytes)
                deliver(response, to: caller)
            case .verified(let caller, let credential, let user): verified(caller, credential, user)
            }
        }
    }

    /// Those that had more to do than the last turn's share.
    private mutating func serve(_ items: [ReadyItem]) {
        for item in items {
            switch item {
            case .exchange(let slot, let generation):
                guard exchanges.generation(of: slot) == generation else { continue }
                exchanges[slot].isReady = false
                advance(slot)
            case .caller(let slot, let generation):
                guard downstream.callers.generation(of: slot) == generation else { continue }
                serveWithRequests(slot)
            }
        }
    }

    // MARK: Deadlines

    private mutating func expire() {
        while let handle = deadlines.popDue(now: now) {
            switch handle.kind {
            case .caller: if downstream.expired(handle, now: now, deadlines: &deadlines) { callerLate(handle.slot) }
            case .source: act(on: upstream.expired(handle, now: now, loop: loop, deadlines: &deadlines))
            case .listener: resumeAccepting()
            case .wake, .resolver: break
            }
        }
    }

    // MARK: End

    /// Takes no new callers and ends when the calls under way are over, or late.
    private mutating func drain() {
        guard drainDeadline == nil else { return }
        listener = nil
        drainDeadline = now + configuration.drainMilliseconds
        deadlines.schedule(Handle(kind: .wake, slot: 0), at: now + configuration.drainMilliseconds)
        for slot in downstream.drain(now: now, deadlines: &deadlines) { closeCaller(slot) }
        closeTunnels()
    }

    /// Calls that outlast the drain: closing alone could make a part of an answer look like the whole.
    private mutating func breakOff() {
        for exchange in exchanges.occupied() { abandon(exchange, .upstream(.bodyTimeout)) }
        upstream.endCalls(now: now, deadlines: &deadlines)
        // A stream and its connection hold each other until one is closed.
        for slot in downstream.callers.occupied() { closeCaller(slot) }
        // What waited for calls or callers ends too; whatever else it waits for has no loop to come back to.
        while executor.hasReadyJobs { executor.runReadyJobs(takingMailbox: false) }
    }

    private var isOver: Bool {
        guard let drainDeadline else { return false }
        return downstream.callers.count == 0 || now >= drainDeadline
    }

    private mutating func tellGauges() {
        let census = census
        environment.gauges.set(census)
        guard census.openBreakers != breakersTold else { return }
        breakersTold = census.openBreakers
        environment.gauges.tell(openBreakers: breakersTold)
    }

    /// What this worker holds, to be compared with what it should.
    public var census: WorkerCensus {
        WorkerCensus(
            callers: downstream.callers.count, sources: upstream.counts.all, idleSources: upstream.counts.idle,
            exchanges: exchanges.count, calls: upstream.callCount, openBreakers: upstream.openBreakers)
    }
}
