internal import Bytes
internal import Catalog
internal import Downstream
internal import HTTP
internal import Reactor
internal import Upstream

/// Calls under way: what sources' events lead to, and how calls end.
extension Worker {
    // MARK: Events

    mutating func sourceEvent(_ handle: Handle, _ readiness: Readiness) {
        act(on: upstream.event(handle, readiness, now: now, loop: loop, deadlines: &deadlines))
    }

    mutating func act(on step: UpstreamStep) {
        switch step {
        case .nothing: return
        case .ready(.exchange(let exchange)):
            // The source is read first.
            downstream.callers[exchanges[exchange].caller].stream.prefetch()
            advance(exchange)
        case .connected(.exchange(let exchange)):
            guard let source = exchanges[exchange].source else { return }
            arena.removeAll()
            arena.append(upstream.connections[source].requestHead)
            sendHead(exchange)
            arena.wipe()
        case .failed(.exchange(let exchange), let error):
            exchanges[exchange].source = nil
            abandon(exchange, .upstream(error))
        case .late(.exchange(let exchange)):
            if case .tunnel(let tunnel) = exchanges[exchange].response { return tunnelIsLate(exchange, tunnel) }
            abandon(exchange, blame(exchange))
        case .ready(.call(let call)), .connected(.call(let call)), .failed(.call(let call), _), .late(.call(let call)):
            upstream.act(on: step, for: call, read: &read, now: now, loop: loop, deadlines: &deadlines)
        }
    }

    /// Whose fault it is that nothing moved.
    private func blame(_ exchange: Int) -> ProxyFailure {
        if exchanges[exchange].bodyDue <= now { return .callerTimeout }
        if exchanges[exchange].hasAnswerBegun { return .upstream(.bodyTimeout) }
        guard let source = exchanges[exchange].source else { return .upstream(.firstByteTimeout) }
        let isCallerAwaited = !exchanges[exchange].isRequestSent && upstream.connections[source].unsentBytes == 0
        return isCallerAwaited ? .callerTimeout : .upstream(.firstByteTimeout)
    }

    /// Moves what can be moved in both directions, within this turn's share.
    mutating func advance(_ exchange: Int) {
        guard exchanges[exchange].isConnected else { return callerMayHaveGone(exchange) }
        if case .tunnel = exchanges[exchange].response { return pumpTunnel(exchange) }
        guard pumpRequest(exchange), pumpResponse(exchange) else { return }
        if case .tunnel = exchanges[exchange].response { return }
        callerMayHaveGone(exchange)
    }

    /// A caller that closes while its answer is awaited is gone: the source's work is for nobody. (A caller that only ends its side and
    /// still waits looks the same; Grafana and nginx cancel too.) Bytes that wait unread are its next request and say nothing.
    private mutating func callerMayHaveGone(_ exchange: Int) {
        let caller = exchanges[exchange].caller
        let isGone =
            exchanges[exchange].isRequestSent
            ? downstream.hasLeft(caller, read: &read) : downstream.callers[caller].stream.hungUp
        if isGone { abandon(exchange, .callerGone) }
    }

    // MARK: Shares

    /// This call had its share of the turn; it goes on in the next.
    mutating func postpone(_ exchange: Int) -> Bool {
        if !exchanges[exchange].isReady {
            exchanges[exchange].isReady = true
            readyList.append(.exchange(slot: exchange, generation: exchanges.generation(of: exchange)))
        }
        return true
    }

    // MARK: Ends

    /// Another attempt where it cannot do harm: the connection had served before, so that its end may be older than this call, no
    /// byte of an answer came, and either the source has nothing of the request or asking twice comes to the same.
    mutating func retryOrAbandon(_ exchange: Int, _ error: UpstreamError, nothingSent: Bool) {
        guard let source = exchanges[exchange].source, upstream.connections[source].isReused,
            upstream.connections[source].input.isEmpty, exchanges[exchange].observation.attempts < 2,
            exchanges[exchange].isReplayable, nothingSent || exchanges[exchange].method.isIdempotent
        else { return abandon(exchange, .upstream(error)) }
        arena.removeAll()
        arena.append(upstream.connections[source].requestHead)
        exchanges[exchange].source = nil
        exchanges[exchange].isConnected = false
        exchanges[exchange].pace.endWaiting(now: now)
        upstream.release(source, isReusable: false, now: now, deadlines: &deadlines)
        acquire(exchange, mustDial: true)
        arena.wipe()
    }

    /// The answer is whole and with the caller's stream.
    mutating func finishCall(_ exchange: Int) {
        if let source = exchanges[exchange].source {
            let isReusable =
                exchanges[exchange].sourceKeepsAlive && exchanges[exchange].isRequestSent
                && upstream.connections[source].isDrained(&read)
            upstream.release(source, isReusable: isReusable, now: now, deadlines: &deadlines)
        }
        endSplicing(exchanges[exchange].pipe)
        record(exchange)
        let caller = exchanges[exchange].caller
        exchanges.discard(exchange)
        finish(caller)
    }

    /// Ends a call that cannot be brought to its end. What has not been answered gets an answer; an answer that has begun is broken off so
    /// that nobody takes it for whole.
    mutating func abandon(_ exchange: Int, _ failure: ProxyFailure) {
        if let source = exchanges[exchange].source {
            upstream.release(
                source, isReusable: false, resets: true, failure: failure.ofSource, now: now, deadlines: &deadlines)
        }
        endSplicing(exchanges[exchange].pipe)
        exchanges[exchange].observation.status = ProxyErrorResponse.status(of: failure)
        exchanges[exchange].observation.phase = failure.ofSource?.phase
        record(exchange)
        let over = exchanges.remove(exchange)
        if failure == .callerGone { return closeCaller(over.caller) }
        guard !over.hasAnswerBegun else { return breakOff(over, failure) }
        if !over.isRequestSent { downstream.callers[over.caller].keepAlive = false }
        fail(over.caller, failure, requestID: over.observation.requestID)
    }

    /// Ends the caller's connection under an answer that has begun.
    private mutating func breakOff(_ over: borrowing Exchange, _ failure: ProxyFailure) {
        let caller = over.caller
        if failure == .callerTimeout {
            // It takes nothing: what is still on the way to it has no reader.
            downstream.callers[caller].stream.resetOnClose()
            return closeCaller(caller)
        }
        let endsWithConnection = over.answerFraming == .untilClose
        if downstream.cut(caller, endsWithConnection: endsWithConnection, now: now, deadlines: &deadlines) {
            closeCaller(caller)
        } else {
            linger(caller)
        }
    }
}
