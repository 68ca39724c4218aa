internal import Bytes
internal import HTTP
public import Reactor
internal import Transport

/// From a host to a connection: names, addresses, and the sockets that race for the first to stand.
extension Upstream {
    /// Begins to connect a slot that was just made for `origin`.
    mutating func begin(
        _ slot: Int, _ origin: Origin, now: UInt64, loop: borrowing Loop, deadlines: inout Deadlines
    ) -> AcquireStep {
        if let refusal = configuration.outbound.refusal(ofHost: origin.host, port: origin.port) {
            return outcome(fail(slot, .destinationRefused(refusal), now: now), slot)
        }
        if let address = SocketAddress(literal: origin.host, port: origin.port) {
            return outcome(dial(slot, [address], now: now, loop: loop, deadlines: &deadlines), slot)
        }
        let request = NameRequest(host: origin.host, port: origin.port, handle: handle(of: slot))
        resolver.begin(request, now: now, loop: loop)
        setDeadline(slot, at: now + configuration.resolveTimeoutMilliseconds, deadlines: &deadlines)
        return .underWay(slot: slot)
    }

    /// A name has been resolved, or has not.
    public mutating func resolved(
        _ answer: NameAnswer, now: UInt64, loop: borrowing Loop, deadlines: inout Deadlines
    ) -> UpstreamStep {
        let slot = answer.handle.slot
        guard connections.contains(answer.handle), connections[slot].state == .resolving else { return .nothing }
        connections[slot].dial.end(.resolve, at: moment)
        return dial(slot, answer.addresses, now: now, loop: loop, deadlines: &deadlines)
    }

    private mutating func dial(
        _ slot: Int, _ addresses: [SocketAddress], now: UInt64, loop: borrowing Loop, deadlines: inout Deadlines
    ) -> UpstreamStep {
        if connections[slot].destination?.isLookup == true { return found(slot, addresses, now: now) }
        connections[slot].state = .connecting
        connections[slot].dialling = DialMachine(
            addresses, staggerMilliseconds: configuration.dialStaggerMilliseconds, now: now,
            deadline: now + connectTimeout(of: slot))
        return goOnDialling(slot, now: now, loop: loop, deadlines: &deadlines)
    }

    private func connectTimeout(of slot: Int) -> UInt64 {
        let own = connections[slot].destination?.terms.connectMilliseconds
        return own.map { UInt64($0) } ?? configuration.connectTimeoutMilliseconds
    }

    /// Does what the slot's dial says until it says to wait.
    mutating func goOnDialling(
        _ slot: Int, now: UInt64, loop: borrowing Loop, deadlines: inout Deadlines
    ) -> UpstreamStep {
        while true {
            switch connections[slot].dialling?.step(now: now) ?? .failed(.unresolvable) {
            case .failed(let error): return fail(slot, error, now: now)
            case .wait(let moment):
                setDeadline(slot, at: moment, deadlines: &deadlines)
                return .nothing
            case .dial(let address):
                guard attempt(slot, address, now: now, loop: loop) else { continue }
                return stands(slot, now: now, deadlines: &deadlines)
            }
        }
    }

    /// Begins one connection for the slot; true when it stands at once.
    private mutating func attempt(_ slot: Int, _ address: SocketAddress, now: UInt64, loop: borrowing Loop) -> Bool {
        // Here and nowhere earlier: what is checked is what the kernel is given.
        if let refusal = configuration.outbound.refusal(of: address, host: connections[slot].host) {
            connections[slot].dialling?.refused(refusal)
            return false
        }
        let isFirst = !connections[slot].hasSocket
        guard isFirst || !connections.isFull else {
            connections[slot].dialling?.putBack(address, now: now)
            return false
        }
        let start = address.dial(kernel: kernel)
        switch consume start {
        case .connected(let descriptor):
            return register(descriptor, isConnected: true, for: slot, loop: loop)
        case .underWay(let descriptor):
            let target = isFirst ? slot : addRace(for: slot)
            guard register(descriptor, isConnected: false, for: target, loop: loop) else {
                if !isFirst { endRace(target, of: slot) }
                return false
            }
            connections[slot].dialling?.began(now: now)
        case .failed(let error):
            connections[slot].dialling?.failed(Self.translate(error))
        }
        return false
    }

    private mutating func register(
        _ descriptor: consuming Descriptor, isConnected: Bool, for slot: Int, loop: borrowing Loop
    ) -> Bool {
        let stream = Stream(descriptor, isConnected: isConnected, unsentKind: .confidential)
        do throws(SystemError) {
            try stream.register(with: loop, as: handle(of: slot))
        } catch {
            return false
        }
        connections[slot].stream = TransportStream(stream)
        return true
    }

    // MARK: What the kernel says of dials

    /// The slot's own socket stands, or does not.
    mutating func finishDial(
        _ slot: Int, _ readiness: Readiness, now: UInt64, loop: borrowing Loop, deadlines: inout Deadlines
    ) -> UpstreamStep {
        guard connections[slot].hasSocket, !readiness.isDisjoint(with: [.writable, .failed, .hungUp]) else {
            return .nothing
        }
        if let error = connections[slot].stream?.connectError() {
            connections[slot].stream = nil
            connections[slot].dialling?.ended(Self.translate(error), now: now)
            return goOnDialling(slot, now: now, loop: loop, deadlines: &deadlines)
        }
        guard readiness.contains(.writable) else { return .nothing }
        return stands(slot, now: now, deadlines: &deadlines)
    }

    /// One that races for `slot` stands, or does not.
    mutating func finishRace(
        _ race: Int, of slot: Int, _ readiness: Readiness, now: UInt64, loop: borrowing Loop,
        deadlines: inout Deadlines
    ) -> UpstreamStep {
        guard !readiness.isDisjoint(with: [.writable, .failed, .hungUp]) else { return .nothing }
        var failure = connections[race].stream?.connectError()
        guard failure != nil || readiness.contains(.writable) else { return .nothing }
        if failure == nil { failure = takeOver(race, slot, loop: loop) }
        endRace(race, of: slot)
        guard let failure else { return stands(slot, now: now, deadlines: &deadlines) }
        connections[slot].dialling?.ended(Self.translate(failure), now: now)
        return goOnDialling(slot, now: now, loop: loop, deadlines: &deadlines)
    }

    /// The winner's socket becomes the slot's. What the kernel has said of it by another handle it says again.
    private mutating func takeOver(_ race: Int, _ slot: Int, loop: borrowing Loop) -> SystemError? {
        do throws(SystemError) {
            try connections[race].stream?.register(with: loop, insteadAs: handle(of: slot))
        } catch {
            return error
        }
        connections[slot].stream = connections[race].stream.take()
        return nil
    }

    // MARK: Races

    private mutating func addRace(for slot: Int) -> Int {
        let race = connections.insert(
            SourceConnection(
                state: .racing(for: slot), pool: connections[slot].pool, lessee: nil, destination: nil, at: moment))
        connections[slot].races.append(race)
        return race
    }

    private mutating func endRace(_ race: Int, of slot: Int) {
        connections[slot].races.removeAll { $0 == race }
        connections.discard(race)
    }

    /// Closes the sockets that still race for the slot.
    mutating func endRaces(of slot: Int) {
        for race in connections[slot].races { connections.discard(race) }
        connections[slot].races = []
        connections[slot].dialling = nil
    }

    // MARK: Ends

    /// A slot that nobody could be given ends.
    mutating func fail(_ slot: Int, _ error: UpstreamError, now: UInt64) -> UpstreamStep {
        let lessee = connections[slot].lessee
        if case .call(let call) = lessee { noteDial(of: call, slot, endedIn: error.phase) }
        end(connections[slot].tenure.take(), error.verdict, now: now)
        close(slot)
        guard let lessee else { return .nothing }
        return .failed(lessee, error)
    }

    private func outcome(_ step: UpstreamStep, _ slot: Int) -> AcquireStep {
        switch step {
        case .connected: .connected(slot: slot, isReused: false)
        case .failed(_, let error): .failed(error)
        case .nothing, .ready, .late: .underWay(slot: slot)
        }
    }

    func handle(of slot: Int) -> Handle {
        Handle(kind: .source, slot: slot, generation: connections.generation(of: slot))
    }

    private static func translate(_ error: SystemError) -> UpstreamError {
        if error.isRefused { return .connectRefused }
        if error.isTimeout { return .connectTimeout }
        return .connectFailed(error)
    }
}
