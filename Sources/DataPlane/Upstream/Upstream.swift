internal import Bytes
internal import Crypto
internal import HTTP
public import Reactor
internal import Transport

/// All connections of one worker to data sources: pools by destination, dials, deadlines. One value a worker, touched by its thread only.
public struct Upstream: ~Copyable {
    public let configuration: UpstreamConfiguration
    public var connections: Slab<SourceConnection>
    private var pools: [PoolMachine] = []
    private var poolOfOrigin: [Origin: Int] = [:]
    private var poolOfKey: [PoolKey: Int] = [:]
    /// By pool, the newest last.
    var tickets: [Int: [TLSTicket]] = [:]
    /// Calls of tasks; what a worker's tasks reach them by.
    var calls: Slab<SourceCall>
    let desk: CallDesk
    let budget: AnswerBudget
    /// Calls that have more to do than one turn's share, by slot and generation.
    var readyCalls: [Handle] = []
    var answerHead = ResponseHead()
    var accounts: SourceAccounts
    var resolver: any NameResolver
    let kernel: Kernel
    /// Microseconds: the moment of the turn, with which dials are measured.
    var moment: UInt64 = 0
    private var idleCount = 0
    /// How often TLS gave back its buffers.
    public private(set) var restCount = 0

    /// `desk` is where tasks leave calls for these connections, and for no others. `shares` are those of all workers.
    public init(
        configuration: UpstreamConfiguration, resolver: any NameResolver, kernel: Kernel, desk: CallDesk = CallDesk(),
        shares: CallShares = CallShares()
    ) {
        desk.claim()
        accounts = SourceAccounts(shares: shares)
        self.configuration = configuration
        self.resolver = resolver
        self.kernel = kernel
        connections = Slab(limit: configuration.connectionsMax)
        self.desk = desk
        calls = Slab(limit: desk.configuration.callsMax)
        budget = AnswerBudget(bytesMax: desk.configuration.answersTotalBytesMax)
    }

    /// A turn of the loop begins; `moment` in microseconds.
    public mutating func beginTurn(at moment: UInt64) {
        self.moment = moment
        desk.beginTurn(at: moment / 1_000)
    }

    // MARK: Lease

    /// Leases a connection to `destination` for `lessee`. With `mustDial` no idle one is taken: for another attempt after an idle
    /// one turned out to be dead. No deadline of the connection lies behind `limit` while it is leased.
    public mutating func acquire(
        _ destination: Destination, for lessee: Lessee, mustDial: Bool, limit: UInt64 = .max, now: UInt64,
        loop: borrowing Loop, deadlines: inout Deadlines
    ) -> AcquireStep {
        let tenure: Tenure?
        do throws(UpstreamError) {
            tenure = try admit(destination, now: now)
        } catch {
            return .failed(error)
        }
        let pool = pool(of: destination)
        switch pools[pool].acquire(totalMax: configuration.connectionsPerOriginMax, mustDial: mustDial) {
        case .reuse(let slot):
            idleCount -= 1
            connections[slot].state = .leased
            connections[slot].lessee = lessee
            connections[slot].tenure = tenure
            connections[slot].limit = limit
            connections[slot].isReused = true
            // As after a dial; the pool's own deadline must not end the call.
            setDeadline(slot, at: now + configuration.idleTimeoutMilliseconds, deadlines: &deadlines)
            return .connected(slot: slot, isReused: true)
        case .refuse:
            end(tenure, .none, now: now)
            return .failed(.noConnectionFree)
        case .dial:
            guard makeRoom() else {
                pools[pool].forgetDial()
                end(tenure, .none, now: now)
                return .failed(.noConnectionFree)
            }
            let slot = connections.insert(
                SourceConnection(
                    state: .resolving, pool: pool, lessee: lessee, destination: destination, at: moment))
            connections[slot].tenure = tenure
            connections[slot].limit = limit
            connections[slot].dialledAt = now
            connections[slot].pooledIdleMilliseconds = pooledIdle(destination)
            return begin(slot, destination.origin, now: now, loop: loop, deadlines: &deadlines)
        }
    }

    /// Ends a lease. A connection that is not `isReusable` is closed, with a reset when `resets`: the source must not take what
    /// it was sent for a whole request. One whose end the kernel has flagged already is closed too: no event will tell again.
    /// `failure` is what the call ends with, when it is the source's.
    public mutating func release(
        _ slot: Int, isReusable: Bool, resets: Bool = false, failure: UpstreamError? = nil, now: UInt64,
        deadlines: inout Deadlines
    ) {
        precondition(connections[slot].state != .pooled, "a lease was given back twice")
        end(connections[slot].tenure.take(), failure?.verdict ?? .none, now: now)
        connections[slot].lessee = nil
        connections[slot].limit = .max
        connections[slot].input.release()
        connections[slot].requestHead.wipe()
        if connections[slot].isTLS && !resets { keepTicket(slot) }
        let idleMax = configuration.idlePerOriginMax
        guard isReusable, connections[slot].isQuiet, !isOld(slot, now: now),
            pools[connections[slot].pool].giveBack(slot, idleMax: idleMax)
        else {
            return close(slot, resets: resets)
        }
        idleCount += 1
        connections[slot].state = .pooled
        setDeadline(slot, at: now + connections[slot].pooledIdleMilliseconds, deadlines: &deadlines)
        guard connections[slot].isTLS else { return }
        connections[slot].restsAt = now + configuration.tlsRestMilliseconds
        arm(slot, at: connections[slot].restsAt, deadlines: &deadlines)
    }

    /// Closes a slot that nobody leases any more.
    mutating func close(_ slot: Int, resets: Bool = false) {
        if resets {
            connections[slot].stream?.resetOnClose()
        } else if connections[slot].isTLS {
            connections[slot].stream?.sayGoodbye()
        }
        if connections[slot].state == .pooled { idleCount -= 1 }
        pools[connections[slot].pool].remove(slot)
        endRaces(of: slot)
        connections.discard(slot)
    }

    /// Idle connections to all origins, and all connections.
    public var counts: (idle: Int, all: Int) { (idleCount, connections.count) }

    // MARK: Events

    /// What the loop reported of a source's slot.
    public mutating func event(
        _ handle: Handle, _ readiness: Readiness, now: UInt64, loop: borrowing Loop, deadlines: inout Deadlines
    ) -> UpstreamStep {
        let slot = handle.slot
        guard connections.contains(handle) else { return .nothing }
        connections[slot].stream?.note(readiness)
        switch connections[slot].state {
        case .resolving:
            return .nothing
        case .handshaking:
            return handshake(slot, now: now, deadlines: &deadlines)
        case .connecting:
            return finishDial(slot, readiness, now: now, loop: loop, deadlines: &deadlines)
        case .racing(let dial):
            return finishRace(slot, of: dial, readiness, now: now, loop: loop, deadlines: &deadlines)
        case .pooled:
            // Nobody asked it anything, so whatever it has to say ends its use, but for TLS's own messages.
            guard !readiness.isDisjoint(with: [.readable, .peerEnded, .hungUp, .failed]) else { return .nothing }
            if connections[slot].isTLS, connections[slot].isIdleTLS(), connections[slot].isQuiet { return .nothing }
            close(slot)
            return .nothing
        case .leased:
            guard let lessee = connections[slot].lessee else { return .nothing }
            return .ready(lessee)
        }
    }

    // MARK: Deadlines

    /// Moves a slot's deadline. Further away costs nothing; nearer takes one entry of `deadlines`.
    public mutating func setDeadline(_ slot: Int, at wanted: UInt64, deadlines: inout Deadlines) {
        let moment = min(wanted, connections[slot].limit)
        connections[slot].deadline = moment
        arm(slot, at: moment, deadlines: &deadlines)
    }

    private mutating func arm(_ slot: Int, at moment: UInt64, deadlines: inout Deadlines) {
        guard moment < connections[slot].armedAt else { return }
        connections[slot].armedAt = moment
        deadlines.schedule(
            Handle(kind: .source, slot: slot, generation: connections.generation(of: slot)), at: moment)
    }

    /// A moment has come that was scheduled for a source's slot.
    public mutating func expired(
        _ handle: Handle, now: UInt64, loop: borrowing Loop, deadlines: inout Deadlines
    ) -> UpstreamStep {
        let slot = handle.slot
        // An entry that is older than the armed one says nothing: else each would arm another, and a deadline fire once for each.
        guard connections.contains(handle), connections[slot].armedAt <= now else { return .nothing }
        connections[slot].armedAt = .max
        if connections[slot].restsAt <= now {
            connections[slot].restsAt = .max
            if connections[slot].state == .pooled, connections[slot].stream?.releaseBuffers() == true { restCount += 1 }
        }
        if connections[slot].deadline > now {
            let next = min(connections[slot].deadline, connections[slot].restsAt)
            if next < .max { arm(slot, at: next, deadlines: &deadlines) }
            return .nothing
        }
        switch connections[slot].state {
        case .resolving: return fail(slot, .resolveTimeout, now: now)
        case .connecting where connections[slot].limit <= now: return fail(slot, .connectTimeout, now: now)
        case .connecting: return goOnDialling(slot, now: now, loop: loop, deadlines: &deadlines)
        // Its dial's own slot has the deadline.
        case .racing: return .nothing
        case .handshaking: return fail(slot, .tlsTimeout, now: now)
        case .pooled:
            close(slot)
            return .nothing
        case .leased:
            guard let lessee = connections[slot].lessee else { return .nothing }
            return .late(lessee)
        }
    }

    // MARK: Pools

    private func isOld(_ slot: Int, now: UInt64) -> Bool {
        now - connections[slot].dialledAt >= configuration.pooledLifetimeMilliseconds
    }

    private func pooledIdle(_ destination: Destination) -> UInt64 {
        destination.terms.pooledIdleMilliseconds.map { UInt64($0) } ?? configuration.pooledIdleMilliseconds
    }

    private mutating func pool(of destination: Destination) -> Int {
        let next = pools.count
        if let context = destination.tls {
            let key = PoolKey(origin: destination.origin, settings: context.identity)
            if let known = poolOfKey[key] { return known }
            poolOfKey[key] = next
        } else {
            if let known = poolOfOrigin[destination.origin] { return known }
            poolOfOrigin[destination.origin] = next
        }
        pools.append(PoolMachine())
        return next
    }

    /// A slot is free, if need be by closing a connection that idles for another origin.
    private mutating func makeRoom() -> Bool {
        if !connections.isFull { return true }
        for pool in pools.indices {
            if let slot = pools[pool].takeOldest() {
                close(slot)
                return true
            }
        }
        return false
    }

    // MARK: Names

    /// The resolver's own descriptors are ready.
    public mutating func resolverReady(_ handle: Handle, _ readiness: Readiness, now: UInt64, loop: borrowing Loop) {
        resolver.ready(handle, readiness, now: now, loop: loop)
    }

    /// Lets the resolver act on its timers; milliseconds until it wants that again.
    public mutating func resolverTick(now: UInt64, loop: borrowing Loop) -> UInt64? {
        resolver.tick(now: now, loop: loop)
    }

    public mutating func nextResolved() -> NameAnswer? { resolver.nextAnswer() }
}
