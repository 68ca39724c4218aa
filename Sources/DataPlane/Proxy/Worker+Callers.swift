internal import Bytes
internal import Downstream
internal import HTTP
internal import Reactor

/// What callers' events lead to.
extension Worker {
    /// What the loop reported of a caller.
    mutating func callerEvent(_ handle: Handle, _ readiness: Readiness) {
        guard downstream.callers.contains(handle) else { return }
        downstream.callers[handle.slot].stream.note(readiness)
        serveWithRequests(handle.slot)
    }

    /// Goes on with a caller, and at once with the requests that its frames of HTTP/2 brought: what they need is in the caches, and
    /// their sources begin while the next caller is read.
    mutating func serveWithRequests(_ slot: Int) {
        serve(slot)
        serveWoken()
    }

    /// Goes on with a caller wherever it stands.
    mutating func serve(_ slot: Int) {
        switch downstream.callers[slot].state {
        case .handshaking: shake(slot)
        case .multiplexing: multiplex(slot)
        case .reading: readRequests(slot)
        case .collecting: collected(slot, collectMore(slot))
        case .waiting: callerMayHaveLeft(slot)
        case .exchanging(let exchange): advance(exchange)
        case .lingering: linger(slot)
        }
    }

    // MARK: Handshakes

    /// A handshake costs as much as dozens of requests: those beyond a turn's share have theirs in the next.
    private mutating func shake(_ slot: Int) {
        guard handshakesLeft > 0 else {
            readyList.append(.caller(slot: slot, generation: downstream.callers.generation(of: slot)))
            return
        }
        handshakesLeft -= 1
        switch downstream.shake(slot, now: now, deadlines: &deadlines) {
        case .nothing: return
        case .close: closeCaller(slot)
        case .ready: serve(slot)
        }
    }

    // MARK: HTTP/2

    /// Takes frames off the socket below a caller's requests, which become callers of their own.
    private mutating func multiplex(_ slot: Int) {
        switch downstream.multiplex(
            slot, read: &read, readBytesMax: configuration.readBufferBytes, now: now, deadlines: &deadlines)
        {
        case .nothing: return
        case .more: readyList.append(.caller(slot: slot, generation: downstream.callers.generation(of: slot)))
        case .linger: linger(slot)
        case .close: closeCaller(slot)
        }
    }

    /// Goes on with every caller for whom HTTP/2 has something new. Who gets something meanwhile waits for the next time.
    mutating func serveWoken() {
        guard downstream.hasWoken else { return }
        var woken: [Handle] = []
        swap(&woken, &wokenCallers)
        downstream.takeWoken(into: &woken)
        for handle in woken where downstream.callers.contains(handle) { serve(handle.slot) }
        woken.removeAll(keepingCapacity: true)
        swap(&woken, &wokenCallers)
    }

    // MARK: Requests

    /// Takes requests off a connection one by one, as long as each is answered at once.
    private mutating func readRequests(_ slot: Int) {
        guard flush(slot) else { return }
        switch downstream.readHead(
            slot, into: &read, head: &requestHead, readBytesMax: configuration.readBufferBytes, now: now,
            deadlines: &deadlines)
        {
        case .nothing: return
        case .close: closeCaller(slot)
        case .refused(let error):
            downstream.callers[slot].keepAlive = false
            fail(slot, .badHead(error), requestID: takeRequestID())
        case .request(let headBytes): begin(slot, headBytes: headBytes)
        }
    }

    /// What was kept for the caller is sent as far as it goes; false when it did not all go, or the connection is over.
    private mutating func flush(_ slot: Int) -> Bool {
        guard downstream.callers[slot].stream.unsentBytes > 0 else { return true }
        let pending = downstream.callers[slot].stream.unsentBytes
        switch downstream.callers[slot].stream.flush() {
        case .sent:
            downstream.setDeadline(
                slot, at: now + configuration.downstream.idleTimeoutMilliseconds, deadlines: &deadlines)
            return true
        case .waiting:
            if downstream.callers[slot].stream.hungUp {
                closeCaller(slot)
            } else if downstream.callers[slot].stream.unsentBytes < pending {
                downstream.setDeadline(
                    slot, at: now + configuration.downstream.stallTimeoutMilliseconds, deadlines: &deadlines)
            }
            return false
        case .failed:
            closeCaller(slot)
            return false
        }
    }

    /// A head is whole: it stands at the front of the read buffer.
    private mutating func begin(_ slot: Int, headBytes: Int) {
        downstream.callers[slot].keepAlive = requestHead.keepAlive
        downstream.callers[slot].version = requestHead.version
        downstream.callers[slot].isHead = requestHead.knownMethod == .head
        switch PlaneSwitch.plane(of: requestHead.path, in: read) {
        case .data(let reference, let remainder):
            beginCall(slot, reference, remainder: remainder, headBytes: headBytes)
        case .control:
            // What is asked of sources from here may come back here, too.
            guard !Passages.areTooMany(requestHead, in: read.span) else { return turnAway(slot, .loop) }
            if answerRead(slot, headBytes: headBytes) || beginResource(slot, headBytes: headBytes) { return }
            let step = downstream.collect(
                slot, head: requestHead, headBytes: headBytes,
                requestID: ProxyErrorResponse.text(ofRequestID: takeRequestID()), from: &read,
                readBytesMax: configuration.readBufferBytes, now: now, deadlines: &deadlines)
            collected(slot, step)
        }
    }

    mutating func takeRequestID() -> UInt64 {
        defer { nextRequestID &+= 0x9E37_79B9_7F4A_7C15 }
        return nextRequestID
    }

    // MARK: The async plane

    private mutating func collectMore(_ slot: Int) -> CollectStep {
        downstream.collectMore(
            slot, read: &read, readBytesMax: configuration.readBufferBytes, now: now, deadlines: &deadlines)
    }

    private mutating func collected(_ slot: Int, _ step: CollectStep) {
        switch step {
        case .nothing: return
        case .close: closeCaller(slot)
        case .tooLarge: turnAway(slot, .bodyTooLarge)
        case .noRoom: turnAway(slot, .tooManyCalls)
        case .refused: turnAway(slot, .badBody)
        case .complete:
            guard let (request, bodyBytes) = downstream.takeRequest(slot) else { return }
            let handle = downstream.handle(of: slot)
            let work = Task(executorPreference: executor) { [plane = environment.plane, outbox] in
                outbox.put(.answer(handle, await plane.respond(to: request), bodyBytes: bodyBytes))
            }
            downstream.setWork(slot, work)
        }
    }

    /// Answers a request that is not taken in, and ends its connection: its body may still be on the way.
    private mutating func turnAway(_ slot: Int, _ failure: ProxyFailure) {
        downstream.callers[slot].keepAlive = false
        fail(slot, failure, requestID: takeRequestID())
    }

    /// The async plane has answered.
    mutating func deliver(_ response: AsyncResponse, to handle: Handle) {
        guard downstream.callers.contains(handle) else { return }
        let slot = handle.slot
        precondition(downstream.callers[slot].state == .waiting)
        answer(slot, response)
    }

    /// A caller that is gone altogether need not be kept. One that only ended its side looks like one that closed: what is asked for it is
    /// given up, as a proxied call is, but whatever answer there is it gets.
    private mutating func callerMayHaveLeft(_ slot: Int) {
        if downstream.callers[slot].stream.hungUp {
            closeCaller(slot)
        } else if downstream.hasLeft(slot, read: &read) {
            downstream.cancelWork(slot)
        }
    }

    // MARK: Answers

    /// Answers in place of a data source.
    mutating func fail(_ slot: Int, _ failure: ProxyFailure, requestID: UInt64) {
        answer(slot, ProxyErrorResponse.response(for: failure, requestID: requestID))
    }

    mutating func answer(_ slot: Int, _ response: AsyncResponse) {
        if case .failed = downstream.answer(slot, response, date: date, arena: &arena) { return closeCaller(slot) }
        finish(slot)
    }

    /// An answer is on its way: the next request, or the end of the connection.
    mutating func finish(_ slot: Int) {
        switch downstream.finishRequest(slot, now: now, deadlines: &deadlines) {
        case .nextRequest:
            // Nothing is waiting as a rule, and then the loop must not turn in vain.
            guard downstream.callers[slot].stream.canRead || !downstream.callers[slot].input.isEmpty else { return }
            readyList.append(.caller(slot: slot, generation: downstream.callers.generation(of: slot)))
        case .linger: linger(slot)
        }
    }

    mutating func linger(_ slot: Int) {
        if downstream.linger(
            slot, read: &read, readBytesMax: configuration.readBufferBytes, now: now, deadlines: &deadlines)
        {
            closeCaller(slot)
        }
    }

    // MARK: Life

    /// For want of descriptors or room nobody is accepted for a moment; the loop must not turn in vain meanwhile.
    mutating func accept() {
        guard let accepting = listener.take() else { return }
        if downstream.accept(from: accepting, now: now, loop: loop, deadlines: &deadlines) == .exhausted {
            accepting.setAccepting(false, on: loop, as: Handle(kind: .listener, slot: 0))
            deadlines.schedule(
                Handle(kind: .listener, slot: 0), at: now + configuration.downstream.acceptPauseMilliseconds)
        }
        listener = consume accepting
    }

    mutating func resumeAccepting() {
        guard let accepting = listener.take() else { return }
        accepting.setAccepting(true, on: loop, as: Handle(kind: .listener, slot: 0))
        listener = consume accepting
    }

    mutating func closeCaller(_ slot: Int) {
        downstream.close(slot)
    }

    /// A caller's moment has passed.
    mutating func callerLate(_ slot: Int) {
        switch downstream.callers[slot].state {
        case .exchanging(let exchange): abandon(exchange, .callerTimeout)
        case .reading where !downstream.callers[slot].input.isEmpty, .collecting:
            downstream.callers[slot].keepAlive = false
            fail(slot, .callerTimeout, requestID: takeRequestID())
        case .multiplexing:
            if downstream.endsIdle(slot, now: now, deadlines: &deadlines) { closeCaller(slot) }
        case .handshaking, .reading, .waiting, .lingering:
            closeCaller(slot)
        }
    }
}
