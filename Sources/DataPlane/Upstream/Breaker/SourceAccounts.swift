/// Which calls one worker lets through to sources: by each source's breaker, which is this worker's own, and its share of calls, which
/// is all workers'. No I/O; the clock is handed in.
struct SourceAccounts {
    /// Beyond this many those that say nothing are forgotten.
    private static let sweepCount = 4_096

    private let shares: CallShares
    private var accounts: [Int64: SourceAccount] = [:]
    /// Sources that are refused, or probed.
    private(set) var openCount = 0

    init(shares: CallShares) { self.shares = shares }

    /// Lets a call through, which `end` is owed then, or says why not.
    mutating func begin(
        _ source: Int64, callsMax: Int, limits: BreakerLimits, now: UInt64
    ) throws(UpstreamError) -> Tenure {
        var account = accounts[source] ?? open(source, limits)
        account.limits = limits
        guard account.share.take(max: callsMax) else { throw .sourceBusy }
        let step = account.breaker.admit(now: now)
        if case .refuse(let milliseconds) = step {
            account.share.giveBack()
            throw .circuitOpen(milliseconds: milliseconds)
        }
        account.calls += 1
        accounts[source] = account
        return Tenure(source: source, isProbe: step == .probe)
    }

    /// A call that was let through is over.
    mutating func end(_ tenure: Tenure) {
        accounts[tenure.source]?.share.giveBack()
        accounts[tenure.source]?.calls -= 1
    }

    /// It is known what a call says of its source, once for each call: when its answer begins, or when it ends without one.
    mutating func settle(_ tenure: Tenure, _ verdict: CallVerdict, now: UInt64) {
        guard var account = accounts[tenure.source] else { return }
        let wasClosed = account.breaker.isClosed
        account.breaker.settle(verdict, isProbe: tenure.isProbe, limits: account.limits, now: now)
        if wasClosed != account.breaker.isClosed { openCount += wasClosed ? 1 : -1 }
        accounts[tenure.source] = account
    }

    private mutating func open(_ source: Int64, _ limits: BreakerLimits) -> SourceAccount {
        if accounts.count >= Self.sweepCount, accounts.count & (accounts.count - 1) == 0 {
            accounts = accounts.filter { !$0.value.isForgettable }
        }
        return SourceAccount(limits: limits, share: shares.share(of: source))
    }
}
