internal import Bytes
internal import Downstream
internal import HTTP
internal import Reactor
internal import Upstream

/// Long answers: their bytes go from socket to socket through a pipe.
extension Worker {
    /// So many bytes of an answer, their number known, may pass unseen. What comes or goes over TLS has to be opened or sealed here.
    func mayBeSpliced(_ bytes: UInt64, of exchange: Int) -> Bool {
        bytes >= UInt64(configuration.spliceBytesMin) && exchanges[exchange].destination.tls == nil
            && downstream.callers[exchanges[exchange].caller].stream.isPlainSocket
    }

    /// An answer's head was read: the next one on its connection is likely to be as long.
    mutating func noteLength(_ exchange: Int) {
        guard let source = exchanges[exchange].source else { return }
        let isLong =
            if case .length(let bytes) = responseHead.framing {
                mayBeSpliced(bytes - min(bytes, UInt64(configuration.headReadBytes)), of: exchange)
            } else { false }
        upstream.connections[source].expectsLongAnswer = isLong
    }

    /// Sends the head, which stands in the arena, and what came with it. The rest goes through a pipe, if there is one: what that can be given
    /// at once goes out in the same segment.
    mutating func beginSplicing(_ exchange: Int, _ relay: BodyRelay, from start: Int, payload: Int) -> PumpStep {
        guard let source = exchanges[exchange].source else { return .over }
        let caller = exchanges[exchange].caller
        exchanges[exchange].pipe = pipes.take(kernel: environment.kernel)
        var filled: StreamRead?
        if let pipe = exchanges[exchange].pipe, upstream.connections[source].canRead {
            filled = fill(pipe, from: source, relay: relay)
        }
        let isLast = if case .bytes = filled { false } else { true }
        let sent = downstream.callers[caller].stream.send(arena, read, start..<start + payload, isLast: isLast)
        if case .failed = sent {
            abandon(exchange, .callerGone)
            return .over
        }
        // Without a pipe there may be more to read.
        let step = filled.map { noteFill($0, exchange: exchange, relay: relay) } ?? .more
        return step == .over || sent == .sent ? step : .paused
    }

    mutating func endSplicing(_ pipe: Int?) {
        if let pipe { pipes.giveBack(pipe) }
    }

    /// One step: what the pipe holds goes to the caller, else the pipe is filled again.
    mutating func splice(_ exchange: Int, through pipe: Int, source: Int, relay: BodyRelay) -> PumpStep {
        let caller = exchanges[exchange].caller
        if pipes[pipe].fill == 0 {
            let outcome = noteFill(fill(pipe, from: source, relay: relay), exchange: exchange, relay: relay)
            guard outcome == .more else { return outcome }
        }
        let isLast = exchanges[exchange].isAnswerRead
        switch downstream.callers[caller].stream.splice(from: &pipes[pipe], isLast: isLast) {
        case .waiting: return .paused
        case .failed:
            abandon(exchange, .callerGone)
            return .over
        case .sent:
            guard isLast else { return .more }
            exchanges[exchange].response = .done
            finishCall(exchange)
            return .over
        }
    }

    private mutating func fill(_ pipe: Int, from source: Int, relay: BodyRelay) -> StreamRead {
        let wanted = Int(min(relay.remainingBytes ?? 0, UInt64(configuration.pipeBytes)))
        return upstream.connections[source].splice(into: &pipes[pipe], upTo: wanted)
    }

    private mutating func noteFill(_ outcome: StreamRead, exchange: Int, relay: BodyRelay) -> PumpStep {
        var relay = relay
        switch outcome {
        case .wouldBlock: return .drained
        case .ended, .failed:
            abandon(exchange, .upstream(.bodyCut))
            return .over
        case .bytes(let count):
            exchanges[exchange].isAnswerRead = relay.pass(count)
            exchanges[exchange].observation.responseBytes = relay.relayedBytes
            exchanges[exchange].response = .body(relay)
            keepWaiting(exchange)
            return .more
        }
    }
}
