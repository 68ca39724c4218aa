public import Bytes
internal import HTTP
public import Reactor
internal import Transport

/// Callers that speak HTTP/2: a slot for the socket below, and one for each request (decision 0014).
extension Downstream {
    /// TLS stands, and HTTP/2 was agreed upon.
    mutating func beginHTTP2(_ slot: Int, now: UInt64, deadlines: inout Deadlines) {
        let (handle, board) = (handle(of: slot), board)
        callers[slot].stream.multiplex { [configuration] transport in
            HTTP2Connection(
                transport, handle: handle, board: board, configuration: configuration.http2,
                limits: configuration.headLimits, now: now)
        }
        // The settings, which nothing that comes calls for.
        callers[slot].stream.http2?.pump()
        callers[slot].state = .multiplexing
        // The preface and the first request have a head's time.
        setDeadline(slot, at: now + configuration.headTimeoutMilliseconds, deadlines: &deadlines)
    }

    /// Goes on with the socket below requests: takes frames, gives new requests slots of their own. `read` is of no more use.
    public mutating func multiplex(
        _ slot: Int, read: inout ByteBuffer, readBytesMax: Int, now: UInt64, deadlines: inout Deadlines
    ) -> MultiplexStep {
        precondition(callers[slot].state == .multiplexing)
        guard let http2 = callers[slot].stream.http2 else { return .close }
        let hasMore = http2.receive(&read, readBytesMax: readBytesMax)
        noteCall(slot, now: now, deadlines: &deadlines)
        if !http2.session.opened.isEmpty {
            http2.usedAt = now
            if !isDraining {
                setDeadline(slot, at: now + configuration.idleTimeoutMilliseconds, deadlines: &deadlines)
            }
            settleOpened(http2.session, below: slot)
        }
        if http2.isBroken || callers[slot].stream.hungUp { return .close }
        if http2.isOver {
            http2.session.endLanes()
            callers[slot].state = .lingering
            setDeadline(slot, at: now + configuration.lingerMilliseconds, deadlines: &deadlines)
            return .linger
        }
        return hasMore ? .more : .nothing
    }

    private mutating func settleOpened(_ session: HTTP2Session, below slot: Int) {
        var opened: [HTTP2Lane] = []
        swap(&opened, &openedLanes)
        session.takeOpened(into: &opened)
        for lane in opened { settle(lane, below: slot) }
        opened.removeAll(keepingCapacity: true)
        swap(&opened, &openedLanes)
    }

    private mutating func settle(_ lane: HTTP2Lane, below slot: Int) {
        // The peer may have taken it back already.
        guard !lane.isGone else { return }
        guard !callers.isFull else {
            lane.connection?.session.reset(lane.stream, .refusedStream)
            return lane.connection?.pump() ?? ()
        }
        let (address, host) = (callers[slot].address, callers[slot].host)
        let own = callers.insert(CallerConnection(stream: CallerStream(lane), address: address, host: host))
        // Its head is whole, so that there is none to wait for.
        lane.settle(in: handle(of: own))
    }

    // MARK: What lanes have to say

    /// Nobody waits to be served for the sake of HTTP/2.
    public var hasWoken: Bool { !board.isEmpty }

    /// Hands out the callers for whom HTTP/2 has something new; they may be gone when their turn comes. `handles` comes empty.
    public mutating func takeWoken(into handles: inout [Handle]) {
        board.take(into: &handles)
        for handle in handles where callers.contains(handle) { callers[handle.slot].stream.lane?.noteServed() }
    }

    // MARK: Ends

    /// The moment of a socket below requests has come: true when it has idled for too long and is to be closed, as its peer has been
    /// told. With requests under way, or just over, it goes on.
    public mutating func endsIdle(_ slot: Int, now: UInt64, deadlines: inout Deadlines) -> Bool {
        guard let http2 = callers[slot].stream.http2 else { return true }
        if isDraining {
            // Whoever does not answer within the linger time is not waited for.
            http2.session.goAway()
            http2.pump()
            return false
        }
        if http2.hasLanes { http2.usedAt = now }
        let end = http2.usedAt + configuration.idleTimeoutMilliseconds
        guard http2.hasLanes || (now < end && http2.hasServed) else {
            http2.session.terminate(.none)
            http2.pump()
            return true
        }
        setDeadline(slot, at: end, deadlines: &deadlines)
        return false
    }
}
