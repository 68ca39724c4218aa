internal import Bytes
internal import Catalog
internal import Downstream
internal import HTTP
internal import Reactor
internal import Upstream

/// Phase `exchange`, the request's direction: head and body on their way to the source.
extension Worker {
    /// Gives the source the head that stands in the arena.
    mutating func sendHead(_ exchange: Int) {
        guard let source = exchanges[exchange].source else { return }
        exchanges[exchange].isConnected = true
        exchanges[exchange].sentAt = microseconds
        if !upstream.connections[source].isReused {
            exchanges[exchange].observation.note(upstream.connections[source].dial)
        }
        if case .failed = upstream.connections[source].send(arena) {
            return retryOrAbandon(exchange, .sendFailed, nothingSent: true)
        }
        if exchanges[exchange].isRequestSent {
            awaitAnswer(exchange)
        } else {
            oweContinue(exchange)
            guard pumpRequest(exchange) else { return }
        }
        // A source that speaks before it is asked was reported together with the dial's end, and that report does not come again.
        if upstream.connections[source].canRead { _ = postpone(exchange) }
    }

    private mutating func awaitAnswer(_ exchange: Int) {
        guard let source = exchanges[exchange].source else { return }
        let wait = exchanges[exchange].route.timeoutMilliseconds.map { UInt64($0) }
        upstream.setDeadline(
            source, at: now + (wait ?? configuration.upstream.firstByteTimeoutMilliseconds), deadlines: &deadlines)
    }

    private mutating func oweContinue(_ exchange: Int) {
        let caller = exchanges[exchange].caller
        guard downstream.callers[caller].owesContinue else { return }
        downstream.callers[caller].owesContinue = false
        _ = downstream.callers[caller].stream.send(continueLine)
    }

    /// Moves the request's body; false when the call is over.
    mutating func pumpRequest(_ exchange: Int) -> Bool {
        guard let source = exchanges[exchange].source else { return true }
        switch upstream.connections[source].flush() {
        case .failed: return sourceStoppedReading(exchange)
        case .waiting: return true
        case .sent: break
        }
        let caller = exchanges[exchange].caller
        var moved = 0
        while case .body(var relay) = exchanges[exchange].request {
            guard moved < configuration.bytesPerTurn else { return postpone(exchange) }
            switch readBody(caller) {
            case .nothing: return awaitBody(exchange)
            case .gone:
                abandon(exchange, .callerGone)
                return false
            case .bytes: break
            }
            let step = relay.take(&read, from: 0)
            exchanges[exchange].observation.requestBytes = relay.relayedBytes
            guard case .forward(let payload, let consumed, let ends) = step else {
                abandon(exchange, .badBody)
                return false
            }
            guard relay.relayedBytes <= exchanges[exchange].requestBytesMax else {
                abandon(exchange, .bodyTooLarge)
                return false
            }
            downstream.keepInput(caller, read, from: consumed)
            moved += payload
            exchanges[exchange].pace.endWaiting(bytes: payload, now: now)
            exchanges[exchange].request = ends ? .sent : .body(relay)
            let outcome =
                ends
                ? sendLast(exchange, to: source, payload: payload, trailers: relay.trailers)
                : sendBody(exchange, to: source, payload: payload, ends: false)
            noteBody(exchange)
            switch outcome {
            case .failed: return sourceStoppedReading(exchange)
            case .waiting: return true
            case .sent: continue
            }
        }
        return true
    }

    /// Some of the body has moved. Under an answer that its caller does not take, only the caller's clock runs, which that does not set back.
    private mutating func noteBody(_ exchange: Int) {
        if exchanges[exchange].hasAnswerBegun {
            if exchanges[exchange].pausedBytes == nil { keepWaiting(exchange) }
        } else if exchanges[exchange].isRequestSent {
            awaitAnswer(exchange)
        } else {
            keepWaiting(exchange)
        }
    }

    /// The source has all that came, and the next is for the caller to send; false when it has had all its time. Who has waited for longer
    /// is ended by the clock, which runs behind the callers' turn: what is there by then still counts.
    private mutating func awaitBody(_ exchange: Int) -> Bool {
        guard exchanges[exchange].pace.beginWaiting(now: now) else { return true }
        if exchanges[exchange].pausedBytes == nil { restartClock(exchange) }
        guard exchanges[exchange].bodyDue <= now else { return true }
        abandon(exchange, .callerTimeout)
        return false
    }

    enum BodyRead { case bytes, nothing, gone }

    /// Brings the next of a caller's body into the read buffer: what was kept, else what the socket has.
    mutating func readBody(_ caller: Int) -> BodyRead {
        read.removeAll()
        if !downstream.callers[caller].input.isEmpty {
            read.append(downstream.callers[caller].input)
            downstream.callers[caller].input.release()
            return .bytes
        }
        guard downstream.callers[caller].stream.canRead else { return .nothing }
        switch downstream.callers[caller].stream.receive(into: &read, upTo: configuration.readBufferBytes) {
        case .bytes: return .bytes
        case .wouldBlock: return .nothing
        case .ended, .failed: return .gone
        }
    }

    private mutating func sendBody(_ exchange: Int, to source: Int, payload: Int, ends: Bool) -> StreamWrite {
        guard exchanges[exchange].sendsChunks else {
            return upstream.connections[source].send(nothing, read, 0..<payload)
        }
        arena.removeAll()
        if payload > 0 { ChunkedEncoder.appendStart(of: payload, to: &arena) }
        return upstream.connections[source].send(
            arena, read, 0..<payload, suffix: ChunkEnd.text(payload: payload, ends: ends))
    }

    /// The rest of a body, and the trailers that may follow it.
    private mutating func sendLast(
        _ exchange: Int, to source: Int, payload: Int, trailers section: [UInt8]
    ) -> StreamWrite {
        let edits = section.isEmpty ? nil : try? exchanges[exchange].route.access().edits
        let trailers = edits.map { TrailerFields.ofRequest(section, edits: $0) } ?? []
        let outcome = sendBody(exchange, to: source, payload: payload, ends: trailers.isEmpty)
        if case .failed = outcome { return outcome }
        guard !trailers.isEmpty else { return outcome }
        arena.removeAll()
        ChunkedEncoder.appendLast(trailers: trailers, to: &arena)
        return upstream.connections[source].send(arena)
    }

    /// The source takes no more of the request. Its answer may be on the way all the same.
    mutating func sourceStoppedReading(_ exchange: Int) -> Bool {
        let wasSent = exchanges[exchange].isRequestSent
        if !wasSent || exchanges[exchange].observation.requestBytes > 0 { exchanges[exchange].request = .abandoned }
        guard let source = exchanges[exchange].source else { return true }
        guard upstream.connections[source].canRead else {
            retryOrAbandon(exchange, .sendFailed, nothingSent: false)
            return false
        }
        return true
    }
}
