public import Bytes
internal import HTTP
public import Reactor

/// Calls of tasks: the same dials, pools, deadlines and retry rule as proxied calls have, but the answer is collected whole and handed
/// to the task that asked.
extension Upstream {
    /// Some call had more to do than one turn's share, or tasks came with something behind the turn's look at them.
    public var hasReadyCalls: Bool { !readyCalls.isEmpty || desk.hasWork }

    /// The nearest moment at which a task waits for no more than time, in milliseconds.
    public var nextPause: UInt64? { desk.nextPause }

    /// Calls under way.
    public var callCount: Int { calls.count }

    // MARK: Events

    /// Begins what tasks asked for since the last turn, and goes on with calls that had their share of it.
    public mutating func serveCalls(
        read: inout ByteBuffer, now: UInt64, loop: borrowing Loop, deadlines: inout Deadlines
    ) {
        var due: [Handle] = []
        swap(&due, &readyCalls)
        for handle in due where calls.contains(handle) {
            calls[handle.slot].isReady = false
            advance(handle.slot, read: &read, now: now, loop: loop, deadlines: &deadlines)
        }
        for (request, asker) in desk.take() {
            begin(request, for: asker, now: now, loop: loop, deadlines: &deadlines)
        }
        endWithdrawn(now: now, deadlines: &deadlines)
    }

    /// Behind the beginnings: a call that was withdrawn in the turn in which it was asked for is under way by now.
    private mutating func endWithdrawn(now: UInt64, deadlines: inout Deadlines) {
        for request in desk.takeWithdrawn() {
            guard let handle = request.call, calls.contains(handle) else { continue }
            end(handle.slot, .failure(.withdrawn), now: now, deadlines: &deadlines)
        }
    }

    /// What an event of a connection means for the call that leases it.
    public mutating func act(
        on step: UpstreamStep, for call: Int, read: inout ByteBuffer, now: UInt64, loop: borrowing Loop,
        deadlines: inout Deadlines
    ) {
        switch step {
        case .nothing: return
        case .connected: send(call, now: now, loop: loop, deadlines: &deadlines)
        case .ready: advance(call, read: &read, now: now, loop: loop, deadlines: &deadlines)
        case .failed(_, let error):
            calls[call].source = nil
            end(call, .failure(.upstream(error)), now: now, deadlines: &deadlines)
        case .late:
            let error: UpstreamError = calls[call].machine.awaitsAnswer ? .firstByteTimeout : .bodyTimeout
            end(call, .failure(.upstream(error)), now: now, deadlines: &deadlines)
        }
    }

    /// Ends every call, and takes none from here on.
    public mutating func endCalls(now: UInt64, deadlines: inout Deadlines) {
        desk.close()
        for (_, asker) in desk.take() { asker.resume(returning: .failure(.ending)) }
        for call in calls.occupied() { end(call, .failure(.ending), now: now, deadlines: &deadlines) }
    }

    // MARK: Beginning

    private mutating func begin(
        _ request: CallRequest, for asker: CallDesk.Asker, now: UInt64, loop: borrowing Loop,
        deadlines: inout Deadlines
    ) {
        guard !calls.isFull else { return asker.resume(returning: .failure(.upstream(.noConnectionFree))) }
        let (limit, isBeyond) = now.addingReportingOverflow(request.timeoutMilliseconds)
        let call = calls.insert(
            SourceCall(
                request: request, asker: asker, limit: isBeyond ? .max : limit, machine: machine(for: request),
                share: AnswerShare(of: budget)))
        request.call = handle(ofCall: call)
        lease(call, mustDial: request.aim.needsDial, now: now, loop: loop, deadlines: &deadlines)
    }

    private func machine(for request: CallRequest) -> CallMachine {
        switch request.aim {
        case .answer, .addresses:
            CallMachine(
                answering: request.method, bytesMax: request.answerBytesMax, limits: desk.configuration.headLimits)
        case .greeting(let isWhole): CallMachine(greetedUntil: isWhole, bytesMax: request.answerBytesMax)
        }
    }

    private mutating func lease(
        _ call: Int, mustDial: Bool, now: UInt64, loop: borrowing Loop, deadlines: inout Deadlines
    ) {
        calls[call].attempts += 1
        let step = acquire(
            calls[call].request.destination, for: .call(call), mustDial: mustDial, limit: calls[call].limit, now: now,
            loop: loop, deadlines: &deadlines)
        switch step {
        case .failed(let error): end(call, .failure(.upstream(error)), now: now, deadlines: &deadlines)
        case .underWay(let slot): calls[call].source = slot
        case .connected(let slot, _):
            calls[call].source = slot
            send(call, now: now, loop: loop, deadlines: &deadlines)
        }
    }

    private mutating func send(_ call: Int, now: UInt64, loop: borrowing Loop, deadlines: inout Deadlines) {
        guard let source = calls[call].source else { return }
        let request = calls[call].request
        if !connections[source].isReused { request.times.dial = connections[source].dial }
        if case .addresses = request.aim { return handOver(call, source, now: now, deadlines: &deadlines) }
        calls[call].isConnected = true
        calls[call].since = moment
        switch connections[source].send(request.head, request.body) {
        case .failed:
            return retry(call, .sendFailed, nothingSent: true, now: now, loop: loop, deadlines: &deadlines)
        case .waiting:
            setDeadline(source, at: now + configuration.idleTimeoutMilliseconds, deadlines: &deadlines)
        case .sent: awaitAnswer(call, source, now: now, deadlines: &deadlines)
        }
        // A source that speaks before it is asked was reported together with the dial's end, and that report does not come again.
        if connections[source].canRead { postpone(call) }
    }

    private mutating func awaitAnswer(_ call: Int, _ source: Int, now: UInt64, deadlines: inout Deadlines) {
        calls[call].isSent = true
        calls[call].request.times.request = moment - calls[call].since
        calls[call].since = moment
        setDeadline(source, at: calls[call].limit, deadlines: &deadlines)
    }

    // MARK: Going on

    private mutating func advance(
        _ call: Int, read: inout ByteBuffer, now: UInt64, loop: borrowing Loop, deadlines: inout Deadlines
    ) {
        guard calls[call].isConnected, let source = calls[call].source else { return }
        switch connections[source].flush() {
        case .failed where !connections[source].canRead:
            return retry(call, .sendFailed, nothingSent: false, now: now, loop: loop, deadlines: &deadlines)
        case .failed, .waiting: break
        case .sent:
            if !calls[call].isSent { awaitAnswer(call, source, now: now, deadlines: &deadlines) }
        }
        var moved = 0
        while connections[source].canRead {
            guard moved < desk.configuration.bytesPerTurn else { return postpone(call) }
            read.removeAll()
            read.append(connections[source].input)
            let kept = read.count
            let outcome = connections[source].receive(into: &read, upTo: desk.configuration.readBytes)
            let step: CallStep
            switch outcome {
            case .wouldBlock: return
            case .ended, .failed: step = calls[call].machine.end(isClean: outcome == .ended)
            case .bytes(let count):
                moved += count
                step = calls[call].machine.take(&read, kept: kept, head: &answerHead)
            }
            guard goOn(call, source, step, &read, now: now, loop: loop, deadlines: &deadlines) else { return }
        }
    }

    /// Carries out a step; false when the call is over, or begins anew.
    private mutating func goOn(
        _ call: Int, _ source: Int, _ step: CallStep, _ read: inout ByteBuffer, now: UInt64, loop: borrowing Loop,
        deadlines: inout Deadlines
    ) -> Bool {
        switch step {
        case .keepHead:
            connections[source].input.removeAll()
            connections[source].input.append(read)
            return true
        case .readOn:
            noteAnswer(source, now: now)
            connections[source].input.release()
            calls[call].request.forget()
            setDeadline(source, at: now + configuration.idleTimeoutMilliseconds, deadlines: &deadlines)
            if calls[call].share.grow(to: calls[call].machine.answer.body.count) { return true }
            end(call, .failure(.noRoom), now: now, deadlines: &deadlines)
        case .answered(let isReusable):
            finish(call, source, isReusable: isReusable, &read, now: now, deadlines: &deadlines)
        case .failed(.upstream(.closedBeforeAnswer)):
            // With TLS 1.3 a refused client certificate is told behind the handshake.
            let error = connections[source].tlsFailure.map { UpstreamError.tlsFailed($0) } ?? .closedBeforeAnswer
            retry(call, error, nothingSent: false, now: now, loop: loop, deadlines: &deadlines)
        case .failed(let error): end(call, .failure(error), now: now, deadlines: &deadlines)
        }
        return false
    }

    private mutating func postpone(_ call: Int) {
        guard !calls[call].isReady else { return }
        calls[call].isReady = true
        readyCalls.append(handle(ofCall: call))
    }

    private func handle(ofCall call: Int) -> Handle {
        Handle(kind: .source, slot: call, generation: calls.generation(of: call))
    }

    // MARK: Ends

    /// Another attempt where it cannot do harm: the connection had served before, so that its end may be older than this call, no byte
    /// of an answer came, and either the source has nothing of the request or asking twice comes to the same.
    private mutating func retry(
        _ call: Int, _ error: UpstreamError, nothingSent: Bool, now: UInt64, loop: borrowing Loop,
        deadlines: inout Deadlines
    ) {
        guard let source = calls[call].source, connections[source].isReused, connections[source].input.isEmpty,
            calls[call].attempts < 2, nothingSent || calls[call].request.method.isIdempotent
        else { return end(call, .failure(.upstream(error)), now: now, deadlines: &deadlines) }
        calls[call].source = nil
        calls[call].request.times = CallTimes()
        calls[call].isConnected = false
        calls[call].isSent = false
        release(source, isReusable: false, now: now, deadlines: &deadlines)
        lease(call, mustDial: true, now: now, loop: loop, deadlines: &deadlines)
    }

    private mutating func finish(
        _ call: Int, _ source: Int, isReusable: Bool, _ read: inout ByteBuffer, now: UInt64, deadlines: inout Deadlines
    ) {
        noteEnd(of: call)
        var over = calls.remove(call)
        let isWhole = isReusable && over.isSent && connections[source].isDrained(&read)
        noteAnswer(source, now: now)
        release(source, isReusable: isWhole, now: now, deadlines: &deadlines)
        var answer = over.machine.takeAnswer()
        guard over.share.grow(to: answer.body.count) else { return over.asker.resume(returning: .failure(.noRoom)) }
        answer.share = over.share
        over.asker.resume(returning: .success(answer))
    }

    private static func failure(_ outcome: SourceCall.Outcome) -> UpstreamError? {
        guard case .failure(.upstream(let error)) = outcome else { return nil }
        return error
    }

    private mutating func end(
        _ call: Int, _ outcome: SourceCall.Outcome, now: UInt64, deadlines: inout Deadlines
    ) {
        noteEnd(of: call)
        let over = calls.remove(call)
        if let source = over.source {
            release(
                source, isReusable: false, resets: true, failure: Self.failure(outcome), now: now,
                deadlines: &deadlines)
        }
        over.asker.resume(returning: outcome)
    }
}
