internal import Bytes
internal import Catalog
internal import Downstream
internal import HTTP
internal import Reactor
internal import Upstream

/// Phase `exchange`, the answer's direction: head and body on their way to the caller.
extension Worker {
    /// Moves the answer; false when the call is over.
    mutating func pumpResponse(_ exchange: Int) -> Bool {
        guard let source = exchanges[exchange].source else { return true }
        let caller = exchanges[exchange].caller
        switch downstream.callers[caller].stream.flush() {
        case .failed:
            abandon(exchange, .callerGone)
            return false
        case .waiting: return pauseForCaller(exchange)
        case .sent: break
        }
        resumeForCaller(exchange)
        let before = exchanges[exchange].observation.responseBytes
        while hasMoreToMove(exchange, source: source) {
            let moved = exchanges[exchange].observation.responseBytes - before
            guard moved < UInt64(configuration.bytesPerTurn) else { return postpone(exchange) }
            switch pumpOnce(exchange, source: source) {
            case .more: continue
            case .drained: return true
            case .paused: return pauseForCaller(exchange)
            case .over: return false
            }
        }
        return true
    }

    private func hasMoreToMove(_ exchange: Int, source: Int) -> Bool {
        if upstream.connections[source].canRead { return true }
        guard let pipe = exchanges[exchange].pipe else { return false }
        return pipes[pipe].fill > 0
    }

    /// One read of the answer, or one pipe of it.
    private mutating func pumpOnce(_ exchange: Int, source: Int) -> PumpStep {
        if let pipe = exchanges[exchange].pipe, case .body(let relay) = exchanges[exchange].response {
            return splice(exchange, through: pipe, source: source, relay: relay)
        }
        read.removeAll()
        read.append(upstream.connections[source].input)
        let kept = read.count
        let outcome = upstream.connections[source].receive(into: &read, upTo: readBytesMax(exchange, source: source))
        switch outcome {
        case .wouldBlock: return .drained
        case .ended, .failed: return sourceEnded(exchange, isClean: outcome == .ended) ? .drained : .over
        case .bytes: break
        }
        switch exchanges[exchange].response {
        case .head: return takeHead(exchange, source: source, seenBefore: kept)
        case .body(let relay): return relayAnswer(exchange, relay, from: 0, head: false)
        case .done, .tunnel: return .drained
        }
    }

    private func readBytesMax(_ exchange: Int, source: Int) -> Int {
        guard upstream.connections[source].expectsLongAnswer, case .head = exchanges[exchange].response else {
            return configuration.readBufferBytes
        }
        return min(configuration.headReadBytes, configuration.readBufferBytes)
    }

    /// The caller is slow: the source waits, and only the caller's clock runs.
    private mutating func pauseForCaller(_ exchange: Int) -> Bool {
        let caller = exchanges[exchange].caller
        let held = bytesHeld(for: exchange)
        // Only bytes that the caller took count as progress, not whatever else woke us.
        if let before = exchanges[exchange].pausedBytes, held >= before { return true }
        downstream.setDeadline(
            caller, at: now + configuration.downstream.stallTimeoutMilliseconds, deadlines: &deadlines)
        if let source = exchanges[exchange].source { upstream.setDeadline(source, at: .max, deadlines: &deadlines) }
        exchanges[exchange].pausedBytes = held
        return true
    }

    /// What has left the source for this call and not reached the caller's kernel.
    private func bytesHeld(for exchange: Int) -> Int {
        let unsent = downstream.callers[exchanges[exchange].caller].stream.unsentBytes
        guard let pipe = exchanges[exchange].pipe else { return unsent }
        return unsent + pipes[pipe].fill
    }

    /// The caller took all that was held for it: the source's clock runs again.
    private mutating func resumeForCaller(_ exchange: Int) {
        guard exchanges[exchange].pausedBytes != nil, bytesHeld(for: exchange) == 0 else { return }
        keepWaiting(exchange)
    }

    /// A byte has moved: the idle clock starts anew.
    mutating func keepWaiting(_ exchange: Int) {
        exchanges[exchange].pausedBytes = nil
        downstream.setDeadline(exchanges[exchange].caller, at: .max, deadlines: &deadlines)
        restartClock(exchange)
    }

    /// Nothing may move for the idle time from now on, or until the caller owes too much of a body.
    mutating func restartClock(_ exchange: Int) {
        guard let source = exchanges[exchange].source else { return }
        let idle = now + configuration.upstream.idleTimeoutMilliseconds
        upstream.setDeadline(source, at: min(idle, exchanges[exchange].bodyDue), deadlines: &deadlines)
    }

    /// Looks for the answer's head at the front of the read buffer, past interim answers (RFC 9110 15.2).
    private mutating func takeHead(_ exchange: Int, source: Int, seenBefore: Int) -> PumpStep {
        var seenBefore = seenBefore
        while true {
            let progress = responseHead.parse(
                in: read, answering: exchanges[exchange].method, limits: configuration.downstream.headLimits,
                seenBefore: seenBefore)
            switch progress {
            case .incomplete:
                upstream.connections[source].input.removeAll()
                upstream.connections[source].input.append(read)
                return .more
            case .refused:
                abandon(exchange, .upstream(.badAnswer))
                return .over
            case .complete(let headBytes):
                if responseHead.status == 101, isAccepted(exchange) {
                    return openTunnel(exchange, source: source, headBytes: headBytes)
                }
                guard responseHead.status >= 200 else {
                    exchanges[exchange].interimAnswers += 1
                    guard responseHead.status != 101,
                        exchanges[exchange].interimAnswers <= Exchange.interimAnswersMax
                    else {
                        abandon(exchange, .upstream(.badAnswer))
                        return .over
                    }
                    read.removeFirst(headBytes)
                    seenBefore = 0
                    continue
                }
                upstream.connections[source].input.release()
                upstream.connections[source].requestHead.wipe()
                upstream.noteAnswer(source, now: now)
                return beginAnswer(exchange, headBytes: headBytes)
            }
        }
    }

    private mutating func beginAnswer(_ exchange: Int, headBytes: Int) -> PumpStep {
        let passes401 = exchanges[exchange].isResource || exchanges[exchange].route.passesUnauthorized
        if responseHead.status == 401 && !passes401 {
            abandon(exchange, .sourceRefusedCredential)
            return .over
        }
        let caller = exchanges[exchange].caller
        if case .length(let length) = responseHead.framing, length > exchanges[exchange].responseBytesMax {
            abandon(exchange, .answerTooLarge)
            return .over
        }
        noteLength(exchange)
        let (framing, endsConnection) = RewriteResponse.framing(responseHead, to: downstream.callers[caller].version)
        // A caller whose body is still under way cannot be asked to go on behind this answer.
        if endsConnection || !exchanges[exchange].isRequestSent { downstream.callers[caller].keepAlive = false }
        exchanges[exchange].answerFraming = framing
        exchanges[exchange].sourceKeepsAlive = responseHead.keepAlive
        exchanges[exchange].observation.status = responseHead.status
        exchanges[exchange].observation.hasAnswer = true
        exchanges[exchange].answeredAt = microseconds
        arena.removeAll()
        writtenHead.begin(status: responseHead.status, isWanted: downstream.callers[caller].stream.sendsFields)
        RewriteResponse.append(
            responseHead, from: read, as: framing, version: downstream.callers[caller].version,
            keepsAlive: downstream.callers[caller].keepAlive && !downstream.isDraining,
            isResource: exchanges[exchange].isResource, to: &arena, noting: &writtenHead)
        let keepsTrailers = framing == .chunked && TrailerFields.mayFollow(responseHead.connectionOptions, in: read)
        guard let relay = BodyRelay(responseHead.framing, keepsTrailers: keepsTrailers) else {
            return endAnswer(exchange, leftover: read.count - headBytes)
        }
        return relayAnswer(exchange, relay, from: headBytes, head: true)
    }

    /// Sends the read buffer's bytes from `start` on as body, behind what stands in the arena when `head`.
    private mutating func relayAnswer(_ exchange: Int, _ relay: BodyRelay, from start: Int, head: Bool) -> PumpStep {
        var relay = relay
        let caller = exchanges[exchange].caller
        let step = relay.take(&read, from: start)
        exchanges[exchange].observation.responseBytes = relay.relayedBytes
        guard case .forward(let payload, let consumed, let ends) = step else {
            abandon(exchange, .upstream(head ? .badAnswer : .bodyCut))
            return .over
        }
        guard relay.relayedBytes <= exchanges[exchange].responseBytesMax else {
            abandon(exchange, .answerTooLarge)
            return .over
        }
        if !head {
            arena.removeAll()
            writtenHead.removeAll()
        }
        let leftover = read.count - start - consumed
        if ends {
            return endAnswer(
                exchange, leftover: leftover, from: start, payload: payload,
                trailers: TrailerFields.ofAnswer(relay.trailers))
        }
        exchanges[exchange].response = .body(relay)
        keepWaiting(exchange)
        if head, let remaining = relay.remainingBytes, mayBeSpliced(remaining, of: exchange) {
            return beginSplicing(exchange, relay, from: start, payload: payload)
        }
        switch sendAnswer(exchange, to: caller, from: start, payload: payload, ends: false) {
        case .sent: return .more
        case .waiting: return .paused
        case .failed:
            abandon(exchange, .callerGone)
            return .over
        }
    }

    private mutating func sendAnswer(
        _ exchange: Int, to caller: Int, from start: Int, payload: Int, ends: Bool
    ) -> StreamWrite {
        guard exchanges[exchange].answerFraming == .chunked else {
            return downstream.callers[caller].stream.send(arena, writtenHead, read, start..<start + payload)
        }
        if payload > 0 { ChunkedEncoder.appendStart(of: payload, to: &arena) }
        return downstream.callers[caller].stream.send(
            arena, writtenHead, read, start..<start + payload, suffix: ChunkEnd.text(payload: payload, ends: ends))
    }

    /// The last of the answer is at hand: `payload` bytes from `start` on, behind what stands in the arena, and `trailers` for a caller
    /// that reads chunks.
    private mutating func endAnswer(
        _ exchange: Int, leftover: Int, from start: Int = 0, payload: Int = 0, trailers: [UInt8] = []
    ) -> PumpStep {
        let caller = exchanges[exchange].caller
        exchanges[exchange].response = .done
        // Bytes behind the answer's end belong to no call: the connection cannot be trusted with another.
        if leftover > 0 { exchanges[exchange].sourceKeepsAlive = false }
        if case .failed = sendLast(exchange, to: caller, from: start, payload: payload, trailers: trailers) {
            abandon(exchange, .callerGone)
        } else {
            finishCall(exchange)
        }
        return .over
    }

    private mutating func sendLast(
        _ exchange: Int, to caller: Int, from start: Int, payload: Int, trailers: [UInt8]
    ) -> StreamWrite {
        let outcome = sendAnswer(exchange, to: caller, from: start, payload: payload, ends: trailers.isEmpty)
        if case .failed = outcome { return outcome }
        guard !trailers.isEmpty else { return outcome }
        arena.removeAll()
        ChunkedEncoder.appendLast(trailers: trailers, to: &arena)
        return downstream.callers[caller].stream.send(arena)
    }

    /// The source sends no more.
    private mutating func sourceEnded(_ exchange: Int, isClean: Bool) -> Bool {
        switch exchanges[exchange].response {
        case .head:
            // With TLS 1.3 a refused client certificate is told behind the handshake.
            let failure = exchanges[exchange].source.flatMap { upstream.connections[$0].tlsFailure }
            retryOrAbandon(exchange, failure.map { .tlsFailed($0) } ?? .closedBeforeAnswer, nothingSent: false)
        case .body(let relay) where relay.endsWithConnection && isClean:
            arena.removeAll()
            exchanges[exchange].sourceKeepsAlive = false
            exchanges[exchange].response = .done
            let caller = exchanges[exchange].caller
            let end: StaticString = exchanges[exchange].answerFraming == .chunked ? "0\r\n\r\n" : ""
            if case .failed = downstream.callers[caller].stream.send(arena, read, 0..<0, suffix: end) {
                abandon(exchange, .callerGone)
            } else {
                finishCall(exchange)
            }
        case .body: abandon(exchange, .upstream(.bodyCut))
        case .done, .tunnel: return true
        }
        return false
    }

    /// The source agrees to what the caller offered; a 101 that nobody asked for, or for something else, is no answer.
    private func isAccepted(_ exchange: Int) -> Bool {
        exchanges[exchange].offer?.isAccepted(by: responseHead, in: read) ?? false
    }
}
