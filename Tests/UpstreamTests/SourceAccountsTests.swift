import HTTP
import Testing

@testable import Upstream

@Suite struct SourceAccountsTests {
    private static func version(_ id: Int64) -> SourceVersion { SourceVersion(id: id, orgID: 1, revision: 1) }

    @Test("sources that say nothing are forgotten, one with calls under way or an open breaker is not")
    func whoSaysNothingIsForgotten() throws {
        var accounts = SourceAccounts(shares: CallShares())
        var limits = BreakerLimits()
        limits.failuresMax = 1
        let busy = try accounts.begin(Self.version(1), callsMax: 1, limits: limits, now: 0)
        let failed = try accounts.begin(Self.version(2), callsMax: 9, limits: limits, now: 0)
        accounts.settle(failed, .failed, now: 0)
        accounts.end(failed)
        for id: Int64 in 3...10_000 {
            let tenure = try accounts.begin(Self.version(id), callsMax: 1, limits: limits, now: 0)
            accounts.settle(tenure, .answered, now: 0)
            accounts.end(tenure)
            #expect(accounts.slots.count <= 4_096)
        }
        #expect(throws: UpstreamError.sourceBusy) {
            try accounts.begin(Self.version(1), callsMax: 1, limits: limits, now: 0)
        }
        #expect(throws: UpstreamError.circuitOpen(milliseconds: limits.waitMilliseconds)) {
            try accounts.begin(Self.version(2), callsMax: 9, limits: limits, now: 0)
        }
        #expect(accounts.open == [2])
        // The busy one's place was given to nobody: what it gives back is its own.
        accounts.end(busy)
        let again = try accounts.begin(Self.version(1), callsMax: 1, limits: limits, now: 0)
        #expect(again.slot == busy.slot)
    }
}
