public import Bytes
public import HTTP
public import Reactor
internal import Transport

/// All callers of one worker. One value a worker, touched by its thread only.
public struct Downstream: ~Copyable {
    public let configuration: DownstreamConfiguration
    public var callers: Slab<CallerConnection>
    /// Bytes of bodies that were collected for requests not answered yet.
    var collectedBytes = 0
    /// No caller is kept for another request.
    public private(set) var isDraining = false
    var handshakes = HandshakeLine()
    /// What HTTP/2 has for callers of this worker.
    let board = LaneBoard()
    /// Empty; its memory serves whoever takes lanes that were opened.
    var openedLanes: [HTTP2Lane] = []

    /// How often TLS gave back its buffers.
    public private(set) var restCount = 0
    /// What callers are shown; without it they speak to us in the clear.
    private let certificate: CallerCertificate?
    private let balance: CallerBalance
    private let share: CallerBalance.Share

    /// `hand` brings a caller that another worker accepted to this one's `adopt`. With a certificate every caller has to speak TLS.
    public init(
        configuration: DownstreamConfiguration, balance: CallerBalance, certificate: CallerCertificate? = nil,
        hand: @escaping CallerBalance.Hand
    ) {
        self.configuration = configuration
        self.certificate = certificate
        self.balance = balance
        share = balance.join(hand: hand)
        callers = Slab(limit: configuration.callersMax)
    }

    public func handle(of slot: Int) -> Handle {
        Handle(kind: .caller, slot: slot, generation: callers.generation(of: slot))
    }

    // MARK: Life

    /// Takes in a connection that was just accepted, or hands it to a worker with fewer callers.
    mutating func admit(
        _ descriptor: consuming Descriptor, _ address: SocketAddress, now: UInt64, loop: borrowing Loop,
        deadlines: inout Deadlines
    ) {
        if let other = balance.place(insteadOf: share) {
            other.receive(DescriptorTransfer(descriptor), address)
        } else {
            share.add(1)
            take(descriptor, address, now: now, loop: loop, deadlines: &deadlines)
        }
    }

    /// Takes in a connection that another worker accepted; it counts here already.
    public mutating func adopt(
        _ descriptor: consuming Descriptor, _ address: SocketAddress, now: UInt64, loop: borrowing Loop,
        deadlines: inout Deadlines
    ) {
        if callers.isFull || isDraining {
            share.add(-1)
        } else {
            take(descriptor, address, now: now, loop: loop, deadlines: &deadlines)
        }
    }

    private mutating func take(
        _ descriptor: consuming Descriptor, _ address: SocketAddress, now: UInt64, loop: borrowing Loop,
        deadlines: inout Deadlines
    ) {
        let stream = Stream(descriptor, isConnected: true, unsentKind: .plain)
        let slot = callers.insert(
            CallerConnection(stream: CallerStream(TransportStream(stream)), address: address, host: address.host))
        do throws(SystemError) {
            try callers[slot].stream.register(with: loop, as: handle(of: slot))
        } catch {
            return close(slot)
        }
        if let certificate {
            beginHandshake(slot, certificate, now: now, deadlines: &deadlines)
        } else {
            setDeadline(slot, at: now + configuration.headTimeoutMilliseconds, deadlines: &deadlines)
        }
    }

    public mutating func close(_ slot: Int) {
        switch callers[slot].state {
        case .handshaking: handshakes.left()
        // Nothing is under way that a goodbye could make look whole.
        case .reading: callers[slot].stream.sayGoodbye()
        case .multiplexing, .collecting, .waiting, .exchanging, .lingering: break
        }
        forgetBody(slot)
        cancelWork(slot)
        callers[slot].stream.close()
        if callers[slot].stream.isSocket { share.add(-1) }
        callers.discard(slot)
    }

    public mutating func setState(_ slot: Int, _ state: CallerState) { callers[slot].state = state }

    /// No caller is kept for another request from here on; says who is between two, to be closed at once. Who has begun a head
    /// has a moment to end it, and so has a request of HTTP/2 that is on its way.
    public mutating func drain(now: UInt64, deadlines: inout Deadlines) -> [Int] {
        isDraining = true
        balance.leave(share)
        var idle: [Int] = []
        for slot in callers.occupied() {
            if callers[slot].state == .handshaking {
                idle.append(slot)
            } else if callers[slot].state == .lingering {
                hurryLinger(slot, now: now, deadlines: &deadlines)
            } else if callers[slot].state == .multiplexing {
                callers[slot].stream.http2?.session.announceEnd()
                callers[slot].stream.http2?.pump()
                setDeadline(slot, at: now + configuration.lingerMilliseconds, deadlines: &deadlines)
            } else if callers[slot].state == .reading && callers[slot].stream.isSocket
                && callers[slot].stream.unsentBytes == 0
            {
                if callers[slot].input.isEmpty, callers[slot].quietSince + configuration.lingerMilliseconds <= now {
                    idle.append(slot)
                } else {
                    // Its next request may be on the way: closing now would lose it.
                    setDeadline(slot, at: now + configuration.lingerMilliseconds, deadlines: &deadlines)
                }
            }
        }
        return idle
    }

    // MARK: Reading heads

    /// Looks for the next request head: first in what was kept, then in what the socket has. `read` is empty or of no more use.
    public mutating func readHead(
        _ slot: Int, into read: inout ByteBuffer, head: inout RequestHead, readBytesMax: Int, now: UInt64,
        deadlines: inout Deadlines
    ) -> CallerStep {
        precondition(callers[slot].state == .reading)
        guard callers[slot].stream.unsentBytes == 0 else { return .nothing }
        read.removeAll()
        if !callers[slot].input.isEmpty {
            read.append(callers[slot].input)
            if callers[slot].seenBefore == 0 {
                // What came behind the last request is the first of this head.
                setDeadline(slot, at: now + configuration.headTimeoutMilliseconds, deadlines: &deadlines)
            }
            if callers[slot].seenBefore < read.count {
                let step = parse(slot, read, &head)
                if step != .nothing { return step }
            }
        }
        while callers[slot].stream.canRead {
            let isFirst = read.isEmpty
            switch callers[slot].stream.receive(into: &read, upTo: readBytesMax) {
            case .bytes:
                if isFirst, callers[slot].stream.isSocket {
                    setDeadline(slot, at: now + configuration.headTimeoutMilliseconds, deadlines: &deadlines)
                }
                let step = parse(slot, read, &head)
                if step != .nothing { return step }
            case .wouldBlock:
                break
            case .ended, .failed:
                return .close
            }
        }
        if read.count > callers[slot].input.count { keepInput(slot, read) }
        callers[slot].seenBefore = read.count
        return .nothing
    }

    private mutating func parse(_ slot: Int, _ read: borrowing ByteBuffer, _ head: inout RequestHead) -> CallerStep {
        switch head.parse(read.span, limits: configuration.headLimits, seenBefore: callers[slot].seenBefore) {
        case .complete(let headBytes):
            callers[slot].seenBefore = 0
            return .request(headBytes: headBytes)
        case .incomplete:
            callers[slot].seenBefore = read.count
            return .nothing
        case .refused(let error):
            return .refused(error)
        }
    }

    /// Keeps what `read` holds from `start` on for later.
    public mutating func keepInput(_ slot: Int, _ read: borrowing ByteBuffer, from start: Int = 0) {
        if start == read.count {
            callers[slot].input.release()
        } else {
            callers[slot].input.removeAll()
            callers[slot].input.append(read.span.extracting(start..<read.count))
        }
    }

    /// Whether a caller that ended its side is gone, or has sent more before: what it sent is kept. `read` is of no more use.
    public mutating func hasLeft(_ slot: Int, read: inout ByteBuffer) -> Bool {
        if callers[slot].stream.hungUp { return true }
        guard callers[slot].stream.peerEnded, callers[slot].input.isEmpty else { return false }
        read.removeAll()
        switch callers[slot].stream.receive(into: &read, upTo: configuration.headLimits.headBytesMax) {
        case .bytes:
            keepInput(slot, read)
            return false
        case .wouldBlock: return false
        case .ended, .failed: return true
        }
    }

    // MARK: Between requests

    /// The answer to a request is on its way. Says what follows on this connection.
    public mutating func finishRequest(_ slot: Int, now: UInt64, deadlines: inout Deadlines) -> CallerFinish {
        forgetBody(slot)
        callers[slot].work = nil
        // What the next answer has to suit is known from the next head only.
        callers[slot].isHead = false
        callers[slot].version = .http11
        if callers[slot].keepAlive && !isDraining {
            callers[slot].state = .reading
            callers[slot].quietSince = now
            let isFlushed = callers[slot].stream.unsentBytes == 0
            let wait = isFlushed ? configuration.idleTimeoutMilliseconds : configuration.stallTimeoutMilliseconds
            setDeadline(slot, at: now + wait, deadlines: &deadlines)
            noteCall(slot, now: now, deadlines: &deadlines)
            return .nextRequest
        }
        callers[slot].state = .lingering
        if !callers[slot].stream.isOver {
            setDeadline(slot, at: now + configuration.stallTimeoutMilliseconds, deadlines: &deadlines)
        }
        return .linger
    }

    // MARK: Deadlines

    public mutating func setDeadline(_ slot: Int, at moment: UInt64, deadlines: inout Deadlines) {
        callers[slot].deadline = moment
        arm(slot, at: moment, deadlines: &deadlines)
    }

    private mutating func arm(_ slot: Int, at moment: UInt64, deadlines: inout Deadlines) {
        guard moment < callers[slot].armedAt else { return }
        callers[slot].armedAt = moment
        deadlines.schedule(handle(of: slot), at: moment)
    }

    /// A call has ended or a connection begun: with TLS it keeps its buffers a while for the next.
    mutating func noteCall(_ slot: Int, now: UInt64, deadlines: inout Deadlines) {
        guard certificate != nil else { return }
        callers[slot].restsAt = now + configuration.tlsRestMilliseconds
        arm(slot, at: callers[slot].restsAt, deadlines: &deadlines)
    }

    /// No call has come for a while. What is still under way may take the buffers anew.
    private mutating func rest(_ slot: Int, now: UInt64) {
        let isReleased = callers[slot].stream.releaseBuffers()
        let isBusy = if case .exchanging = callers[slot].state { true } else { false }
        callers[slot].restsAt = isReleased && !isBusy ? .max : now + configuration.tlsRestMilliseconds
        if isReleased { restCount += 1 }
    }

    /// A moment has come that was scheduled for a caller: true when the caller is late.
    public mutating func expired(_ handle: Handle, now: UInt64, deadlines: inout Deadlines) -> Bool {
        let slot = handle.slot
        // An entry that a nearer one has replaced meanwhile says nothing.
        guard callers.contains(handle), callers[slot].armedAt <= now else { return false }
        callers[slot].armedAt = .max
        if callers[slot].restsAt <= now { rest(slot, now: now) }
        if callers[slot].deadline <= now { return true }
        let next = min(callers[slot].deadline, callers[slot].restsAt)
        if next < .max { arm(slot, at: next, deadlines: &deadlines) }
        return false
    }
}
