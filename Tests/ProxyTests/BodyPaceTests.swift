import Testing

@testable import Proxy

@Suite struct BodyPaceTests {
    private var pace = BodyPace(milliseconds: 1_000, bytesPerSecond: 500)

    /// When it ends for who waits from now on.
    private mutating func wait(from now: UInt64) -> UInt64 {
        _ = pace.beginWaiting(now: now)
        return pace.end
    }

    @Test("nobody waits at first, and there is no end")
    func nothingIsDue() { #expect(pace.end == .max) }

    @Test("silence takes all of the allowance, and waiting on does not begin anew")
    mutating func silenceEnds() {
        let begins = pace.beginWaiting(now: 10_000)
        let beginsAgain = pace.beginWaiting(now: 10_500)
        #expect(begins && !beginsAgain)
        #expect(pace.end == 11_000)
    }

    @Test("A-146: bytes below the rate put the end off, and not for ever")
    mutating func drippingEnds() {
        var (now, bytes): (UInt64, Int) = (0, 0)
        while wait(from: now) > now + 10, bytes < 10_000 {
            now += 10
            pace.endWaiting(bytes: 1, now: now)
            bytes += 1
        }
        // Ten milliseconds of waiting bring two back.
        #expect(bytes == 124)
    }

    @Test("bytes at the rate put the end off for ever; what came at once before gives no more than there was")
    mutating func theAllowanceDoesNotGrow() {
        pace.endWaiting(bytes: 1_000_000, now: 0)
        for second in 0..<10_000 as Range<UInt64> {
            let end = wait(from: second * 1_000)
            #expect(end == (second + 1) * 1_000)
            pace.endWaiting(bytes: 500, now: second * 1_000 + 999)
        }
    }

    @Test("time in which the caller is not waited for costs nothing")
    mutating func theSourceMayTakeItsTime() {
        _ = wait(from: 0)
        pace.endWaiting(now: 400)
        let end = wait(from: 900_000)
        #expect(end == 900_600)
    }

    @Test("more waiting than there was leaves nothing, and a clock that stands takes nothing")
    mutating func boundsHold() {
        _ = wait(from: 5_000)
        pace.endWaiting(now: 5_000)
        let first = wait(from: 5_000)
        #expect(first == 6_000)
        pace.endWaiting(now: 900_000)
        let second = wait(from: 900_000)
        #expect(second == 900_000)
    }

    @Test("whoever keeps the rate is never ended, whatever the pieces", arguments: [1, 7, 333, 1_500, 1_000_000])
    mutating func nothingIsLostByRounding(_ rate: UInt64) {
        pace = BodyPace(milliseconds: 1_000, bytesPerSecond: rate)
        var (now, owed): (UInt64, UInt64) = (0, 0)
        var isKept = true
        for _ in 0..<100_000 {
            isKept = isKept && wait(from: now) > now
            now += 3
            owed += 3 * rate
            pace.endWaiting(bytes: Int(owed / 1_000), now: now)
            owed %= 1_000
        }
        #expect(isKept)
    }

    @Test("bounds beyond all reason count as the greatest that are kept")
    mutating func theGreatestFit() {
        pace = BodyPace(milliseconds: .max, bytesPerSecond: .max)
        let first = wait(from: 1)
        pace.endWaiting(now: .max)
        let second = wait(from: 5)
        #expect(first == 1 + 1 << 32 && second == 5)
    }

    @Test("without a rate there is no end")
    mutating func anyRateWillDo() {
        pace = BodyPace(milliseconds: 0, bytesPerSecond: 0)
        _ = wait(from: 10)
        pace.endWaiting(bytes: 1, now: 900_000)
        let end = wait(from: 900_000)
        #expect(end == .max)
    }
}
