internal import HTTP

/// Which calls one worker lets through to sources: by each source's breaker, which is this worker's own, and its share of calls, which
/// is all workers'. No I/O; the clock is handed in. A source is looked up once a call; its tenure knows the slot from then on.
struct SourceAccounts {
    /// Beyond this many those that say nothing are forgotten.
    private static let sweepCount = 4_096

    private let shares: CallShares
    private var accounts: [SourceAccount] = []
    /// By source id. A slot with calls under way is nobody else's.
    private(set) var slots: [Int64: Int] = [:]
    private var vacant: [Int] = []
    /// Sources that are refused, or probed, by id.
    private(set) var open: Set<Int64> = []

    init(shares: CallShares) { self.shares = shares }

    /// Lets a call through, which `end` is owed then, or says why not.
    mutating func begin(
        _ source: SourceVersion, callsMax: Int, limits: BreakerLimits, now: UInt64
    ) throws(UpstreamError) -> Tenure {
        let slot = slots[source.id] ?? make(source, limits)
        accounts[slot].limits = limits
        if source.revision > accounts[slot].source.revision {
            accounts[slot].renew(as: source)
            open.remove(source.id)
        }
        guard accounts[slot].share.take(max: callsMax) else { throw .sourceBusy }
        // A call to what the source was finds out nothing about what it is, and is not refused for it.
        let isCurrent = source.revision == accounts[slot].source.revision
        let step = isCurrent ? accounts[slot].breaker.admit(now: now) : .pass
        if case .refuse(let milliseconds) = step {
            accounts[slot].share.giveBack()
            throw .circuitOpen(milliseconds: milliseconds)
        }
        accounts[slot].calls += 1
        return Tenure(slot: slot, source: source, isProbe: step == .probe)
    }

    /// A call that was let through is over.
    mutating func end(_ tenure: Tenure) {
        accounts[tenure.slot].share.giveBack()
        accounts[tenure.slot].calls -= 1
    }

    /// It is known what a call says of its source, once for each call, before it ends: when its answer begins, or when there is none.
    mutating func settle(_ tenure: Tenure, _ verdict: CallVerdict, now: UInt64) {
        let slot = tenure.slot
        guard accounts[slot].source == tenure.source else { return }
        let wasClosed = accounts[slot].breaker.isClosed
        accounts[slot].breaker.settle(verdict, isProbe: tenure.isProbe, limits: accounts[slot].limits, now: now)
        switch (wasClosed, accounts[slot].breaker.isClosed) {
        case (true, false): open.insert(tenure.source.id)
        case (false, true): open.remove(tenure.source.id)
        case (true, true), (false, false): break
        }
    }

    /// Forgets the breakers that are open of sources that are there no more, or are others than they were. As many are looked at as are open.
    mutating func forget(where isGone: (SourceVersion) -> Bool) {
        for id in open {
            guard let slot = slots[id], isGone(accounts[slot].source) else { continue }
            accounts[slot].breaker = CircuitBreaker()
            vacateIfForgettable(slot)
            open.remove(id)
        }
    }

    private mutating func make(_ source: SourceVersion, _ limits: BreakerLimits) -> Int {
        if slots.count >= Self.sweepCount, slots.count & (slots.count - 1) == 0 {
            for slot in Array(slots.values) { vacateIfForgettable(slot) }
        }
        let account = SourceAccount(source, limits: limits, share: shares.share(of: source.id))
        let slot = vacant.popLast() ?? accounts.count
        if slot < accounts.count { accounts[slot] = account } else { accounts.append(account) }
        slots[source.id] = slot
        return slot
    }

    private mutating func vacateIfForgettable(_ slot: Int) {
        guard accounts[slot].isForgettable else { return }
        slots[accounts[slot].source.id] = nil
        vacant.append(slot)
        // The share is all workers', and is forgotten once none of them has it.
        accounts[slot] = SourceAccount(accounts[slot].source, limits: accounts[slot].limits, share: CallShare())
    }
}
