internal import HTTP

/// Which calls one worker lets through to sources: by each source's breaker, which is this worker's own, and its share of calls, which
/// is all workers'. No I/O; the clock is handed in.
struct SourceAccounts {
    /// Beyond this many those that say nothing are forgotten.
    private static let sweepCount = 4_096

    private let shares: CallShares
    private var accounts: [Int64: SourceAccount] = [:]
    /// Sources that are refused, or probed, by id.
    private(set) var open: Set<Int64> = []

    init(shares: CallShares) { self.shares = shares }

    /// Lets a call through, which `end` is owed then, or says why not.
    mutating func begin(
        _ source: SourceVersion, callsMax: Int, limits: BreakerLimits, now: UInt64
    ) throws(UpstreamError) -> Tenure {
        var account = accounts[source.id] ?? make(source, limits)
        account.limits = limits
        if source.revision > account.source.revision {
            account.renew(as: source)
            open.remove(source.id)
        }
        guard account.share.take(max: callsMax) else { throw .sourceBusy }
        // A call to what the source was finds out nothing about what it is, and is not refused for it.
        let isCurrent = source.revision == account.source.revision
        let step = isCurrent ? account.breaker.admit(now: now) : .pass
        if case .refuse(let milliseconds) = step {
            account.share.giveBack()
            throw .circuitOpen(milliseconds: milliseconds)
        }
        account.calls += 1
        accounts[source.id] = account
        return Tenure(source: source, isProbe: step == .probe)
    }

    /// A call that was let through is over.
    mutating func end(_ tenure: Tenure) {
        accounts[tenure.source.id]?.share.giveBack()
        accounts[tenure.source.id]?.calls -= 1
    }

    /// It is known what a call says of its source, once for each call: when its answer begins, or when it ends without one.
    mutating func settle(_ tenure: Tenure, _ verdict: CallVerdict, now: UInt64) {
        guard var account = accounts[tenure.source.id], account.source == tenure.source else { return }
        let wasClosed = account.breaker.isClosed
        account.breaker.settle(verdict, isProbe: tenure.isProbe, limits: account.limits, now: now)
        switch (wasClosed, account.breaker.isClosed) {
        case (true, false): open.insert(tenure.source.id)
        case (false, true): open.remove(tenure.source.id)
        case (true, true), (false, false): break
        }
        accounts[tenure.source.id] = account
    }

    /// Forgets the breakers that are open of sources that are there no more, or are others than they were. As many are looked at as are open.
    mutating func forget(where isGone: (SourceVersion) -> Bool) {
        for id in open {
            guard var account = accounts[id], isGone(account.source) else { continue }
            account.breaker = CircuitBreaker()
            accounts[id] = account.isForgettable ? nil : account
            open.remove(id)
        }
    }

    private mutating func make(_ source: SourceVersion, _ limits: BreakerLimits) -> SourceAccount {
        if accounts.count >= Self.sweepCount, accounts.count & (accounts.count - 1) == 0 {
            accounts = accounts.filter { !$0.value.isForgettable }
        }
        return SourceAccount(source, limits: limits, share: shares.share(of: source.id))
    }
}
