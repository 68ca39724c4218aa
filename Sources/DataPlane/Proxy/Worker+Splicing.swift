internal import Bytes
internal import Downstream
internal import HTTP
internal import Reactor
internal import Upstream

/// Long answers: their bytes go from socket to socket through a pipe.
extension Worker {
    /// The rest of the answer is long enough, and its length known, so that it may pass unseen. What comes or goes over TLS has to be
    /// opened or sealed here.
    func mayBeSpliced(_ relay: BodyRelay, of exchange: Int) -> Bool {
        guard exchanges[exchange].destination.tls == nil, let remaining = relay.remainingBytes,
            downstream.callers[exchanges[exchange].caller].stream.isPlainSocket
        else { return false }
        return remaining >= UInt64(configuration.spliceBytesMin)
    }

    /// Takes a pipe for the rest of the answer, if there is one.
    mutating func beginSplicing(_ exchange: Int) {
        exchanges[exchange].pipe = pipes.take(kernel: environment.kernel)
    }

    mutating func endSplicing(_ pipe: Int?) {
        if let pipe { pipes.giveBack(pipe) }
    }

    /// One step: what the pipe holds goes to the caller, else the pipe is filled again.
    mutating func splice(_ exchange: Int, through pipe: Int, source: Int, relay: BodyRelay) -> PumpStep {
        let caller = exchanges[exchange].caller
        if pipes[pipe].fill == 0 {
            let outcome = fill(pipe, from: source, exchange: exchange, relay: relay)
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

    private mutating func fill(_ pipe: Int, from source: Int, exchange: Int, relay: BodyRelay) -> PumpStep {
        var relay = relay
        let wanted = Int(min(relay.remainingBytes ?? 0, UInt64(configuration.pipeBytes)))
        switch upstream.connections[source].splice(into: &pipes[pipe], upTo: wanted) {
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
