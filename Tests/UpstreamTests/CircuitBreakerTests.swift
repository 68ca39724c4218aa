import Testing

@testable import Upstream

@Suite struct CircuitBreakerTests {
    private static let limits: BreakerLimits = {
        var limits = BreakerLimits()
        limits.failuresMax = 3
        limits.waitMilliseconds = 1_000
        limits.waitMillisecondsMax = 3_000
        return limits
    }()

    /// Open from 10,000 on.
    private func opened() -> CircuitBreaker {
        var breaker = CircuitBreaker()
        for _ in 1...3 { breaker.settle(.failed, isProbe: false, limits: Self.limits, now: 10_000) }
        return breaker
    }

    @Test func failuresInARowOpenIt() {
        var breaker = CircuitBreaker()
        for _ in 1...2 {
            #expect(breaker.admit(now: 10_000) == .pass)
            breaker.settle(.failed, isProbe: false, limits: Self.limits, now: 10_000)
        }
        #expect(breaker.admit(now: 10_000) == .pass)
        breaker.settle(.failed, isProbe: false, limits: Self.limits, now: 10_000)
        #expect(breaker.admit(now: 10_400) == .refuse(milliseconds: 600))
        #expect(!breaker.isClosed)
    }

    @Test func anAnswerBetweenFailuresKeepsItClosed() {
        var breaker = CircuitBreaker()
        for verdict in [CallVerdict.failed, .failed, .answered, .failed, .failed] {
            breaker.settle(verdict, isProbe: false, limits: Self.limits, now: 10_000)
        }
        #expect(breaker.admit(now: 10_000) == .pass)
    }

    @Test func aCallerThatLeftCountsForNothing() {
        var breaker = CircuitBreaker()
        for verdict in [CallVerdict.failed, .none, .none, .none, .failed] {
            breaker.settle(verdict, isProbe: false, limits: Self.limits, now: 10_000)
        }
        #expect(breaker.isClosed)
        breaker.settle(.failed, isProbe: false, limits: Self.limits, now: 10_000)
        #expect(!breaker.isClosed)
    }

    @Test func oneProbePassesWhenTheWaitIsOver() {
        var breaker = opened()
        #expect(breaker.admit(now: 10_999) == .refuse(milliseconds: 1))
        #expect(breaker.admit(now: 11_000) == .probe)
        #expect(breaker.admit(now: 11_000) == .refuse(milliseconds: CircuitBreaker.unknownMilliseconds))
        breaker.settle(.answered, isProbe: true, limits: Self.limits, now: 11_050)
        #expect(breaker.isFresh && breaker.admit(now: 11_050) == .pass)
    }

    @Test func aFailedProbeDoublesTheWaitUpToItsBound() {
        var breaker = opened()
        #expect(breaker.admit(now: 11_000) == .probe)
        breaker.settle(.failed, isProbe: true, limits: Self.limits, now: 11_500)
        #expect(breaker.admit(now: 11_500) == .refuse(milliseconds: 2_000))
        #expect(breaker.admit(now: 13_500) == .probe)
        breaker.settle(.failed, isProbe: true, limits: Self.limits, now: 13_500)
        #expect(breaker.admit(now: 13_500) == .refuse(milliseconds: 3_000))
    }

    @Test func aProbeWhoseCallerLeftIsFollowedByAnother() {
        var breaker = opened()
        #expect(breaker.admit(now: 11_000) == .probe)
        breaker.settle(.none, isProbe: true, limits: Self.limits, now: 11_200)
        #expect(breaker.admit(now: 11_200) == .probe)
        // Its wait is what it was.
        breaker.settle(.failed, isProbe: true, limits: Self.limits, now: 11_300)
        #expect(breaker.admit(now: 11_300) == .refuse(milliseconds: 2_000))
    }

    @Test func callsFromBeforeCloseItButDoNotKeepItOpen() {
        var breaker = opened()
        breaker.settle(.failed, isProbe: false, limits: Self.limits, now: 10_900)
        #expect(breaker.admit(now: 11_000) == .probe)
        breaker.settle(.failed, isProbe: false, limits: Self.limits, now: 11_001)
        breaker.settle(.none, isProbe: false, limits: Self.limits, now: 11_002)
        #expect(breaker.admit(now: 11_100) == .refuse(milliseconds: CircuitBreaker.unknownMilliseconds))
        breaker.settle(.answered, isProbe: false, limits: Self.limits, now: 11_200)
        #expect(breaker.admit(now: 11_200) == .pass)
        // The probe's own end comes late and changes nothing any more.
        breaker.settle(.none, isProbe: true, limits: Self.limits, now: 11_300)
        #expect(breaker.isFresh)
    }

    @Test func withoutALimitItNeverOpens() {
        var limits = Self.limits
        limits.failuresMax = 0
        var breaker = CircuitBreaker()
        for _ in 1...1_000 { breaker.settle(.failed, isProbe: false, limits: limits, now: 10_000) }
        #expect(breaker.admit(now: 10_000) == .pass)
    }
}
