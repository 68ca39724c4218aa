internal import Reactor
internal import Upstream

/// Phase `record`: one observation for each proxied call, success or not.
extension Worker {
    mutating func record(_ exchange: Int) {
        if case .tunnel = exchanges[exchange].response { tunnelCount -= 1 }
        exchanges[exchange].measure(until: microseconds)
        environment.observe(exchanges[exchange].observation)
    }
}

extension Exchange {
    /// The call is over. The phase in which it failed has what the phases before it leave.
    fileprivate mutating func measure(until end: UInt64) {
        let elapsed = end >= startedAt ? end - startedAt : 0
        observation.times.total = observation.times.admit + elapsed
        if observation.hasAnswer {
            observation.times.firstByte = answeredAt - sentAt
            observation.times.body = end - answeredAt
            return
        }
        let known = observation.times.resolve + observation.times.connect + observation.times.tls
        let rest = elapsed > known ? elapsed - known : 0
        switch observation.phase {
        case .resolve: observation.times.resolve += rest
        case .connect: observation.times.connect += rest
        case .tls: observation.times.tls += rest
        case .send, .firstByte, .body, nil: observation.times.firstByte = rest
        }
    }
}
