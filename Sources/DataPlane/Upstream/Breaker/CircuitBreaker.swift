/// One source's breaker on one worker. A source that does not answer costs every call its whole patience, and a connection, and a
/// slot; behind some failures in a row calls are refused at once instead, until one of them finds the source back. No clock of its
/// own.
///
/// An answer of any status is a success: a query that is refused or fails says that the source lives.
struct CircuitBreaker: Sendable {
    /// Legal next states: closed → open; open → halfOpen; halfOpen → open or closed; open → closed, when a call from before
    /// succeeds.
    private enum State: Sendable, Equatable {
        /// Calls pass.
        case closed(failures: Int)
        /// Calls are refused until the moment; `wait` led to it.
        case open(until: UInt64, wait: UInt64)
        /// One call is on its way to find out.
        case halfOpen(wait: UInt64)
    }

    /// What a refused caller is told to wait while nobody knows.
    static let unknownMilliseconds: UInt64 = 1_000

    private var state = State.closed(failures: 0)

    var isClosed: Bool {
        switch state {
        case .closed: true
        case .open, .halfOpen: false
        }
    }

    /// Nothing is remembered.
    var isFresh: Bool { state == .closed(failures: 0) }

    mutating func admit(now: UInt64) -> BreakerStep {
        switch state {
        case .closed: return .pass
        case .open(let until, _) where now < until: return .refuse(milliseconds: until - now)
        case .open(_, let wait):
            state = .halfOpen(wait: wait)
            return .probe
        case .halfOpen: return .refuse(milliseconds: Self.unknownMilliseconds)
        }
    }

    /// A call that was let through is over. `isProbe` when `admit` had said so.
    mutating func settle(_ verdict: CallVerdict, isProbe: Bool, limits: BreakerLimits, now: UInt64) {
        switch (verdict, state) {
        case (.answered, _):
            state = .closed(failures: 0)
        case (.failed, .closed(let failures)):
            let isTooMany = limits.failuresMax > 0 && failures + 1 >= limits.failuresMax
            state = isTooMany ? Self.opened(limits.waitMilliseconds, now) : .closed(failures: failures + 1)
        case (.failed, .halfOpen(let wait)) where isProbe:
            let doubled = wait.multipliedReportingOverflow(by: 2).partialValue
            state = Self.opened(min(doubled, limits.waitMillisecondsMax), now)
        case (.none, .halfOpen(let wait)) where isProbe:
            // It said nothing: the next call finds out.
            state = .open(until: now, wait: wait)
        case (.failed, .open), (.failed, .halfOpen), (.none, _):
            // Of calls from before nothing is learned that is not known.
            return
        }
    }

    private static func opened(_ wait: UInt64, _ now: UInt64) -> State { .open(until: now + wait, wait: wait) }
}
