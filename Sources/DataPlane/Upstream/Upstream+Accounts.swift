public import HTTP
internal import Reactor

/// Who may call: each source's breaker and its share of calls, asked at every lease and told what came of it.
extension Upstream {
    /// Lets a call through to its source, or says why not. A call of no source always passes.
    mutating func admit(_ destination: Destination, now: UInt64) throws(UpstreamError) -> Tenure? {
        guard let source = destination.source else { return nil }
        let callsMax = destination.terms.callsMax.map { Int($0) } ?? configuration.callsPerSourceMax
        return try accounts.begin(source, callsMax: callsMax, limits: limits(of: destination), now: now)
    }

    private func limits(of destination: Destination) -> BreakerLimits {
        var limits = configuration.breaker
        if let failures = destination.terms.breakerFailuresMax { limits.failuresMax = Int(failures) }
        return limits
    }

    /// An answer's head has come for the call that leases `slot`: the source lives, whatever follows.
    public mutating func noteAnswer(_ slot: Int, now: UInt64) {
        guard let tenure = connections[slot].tenure, !tenure.isAnswered else { return }
        connections[slot].tenure?.isAnswered = true
        accounts.settle(tenure, .answered, now: now)
    }

    mutating func end(_ tenure: Tenure?, _ verdict: CallVerdict, now: UInt64) {
        guard let tenure else { return }
        if !tenure.isAnswered { accounts.settle(tenure, verdict, now: now) }
        accounts.end(tenure)
    }

    /// Ids of the sources whose breaker is not closed.
    public var openBreakers: Set<Int64> { accounts.open }

    /// Something was published: nothing is held against sources of which `isGone` is true.
    public mutating func forgetBreakers(where isGone: (SourceVersion) -> Bool) { accounts.forget(where: isGone) }
}
