import Testing

@testable import Query

@Suite struct IntervalRulesTests {
    private func range(_ milliseconds: Int64) -> TimeRange {
        TimeRange(
            from: FrameTime(milliseconds: 1_700_000_000_000),
            to: FrameTime(milliseconds: 1_700_000_000_000 + milliseconds))
    }

    @Test(arguments: [
        (Int64(-1), Int64(1)), (10, 1), (11, 10), (750, 500), (751, 1_000), (90_000, 60_000), (90_001, 120_000),
        (86_400_000, 43_200_000),
        (86_400_001, 86_400_000), (31_536_000_000, 2_592_000_000), (63_072_000_000, 31_536_000_000),
    ])
    func roundsByTheTable(milliseconds: Int64, step: Int64) {
        #expect(Interval.milliseconds(milliseconds).rounded == .milliseconds(step))
    }

    @Test func stepFollowsRangeAndPointsAboveTheMinimum() {
        #expect(IntervalRules.calculated(over: range(3_600_000), points: 100, minimum: .seconds(15)) == .seconds(30))
        #expect(IntervalRules.calculated(over: range(3_600_000), points: 0, minimum: .second) == .seconds(2))
        #expect(IntervalRules.calculated(over: range(3_600_000), points: 10_000, minimum: .seconds(7)) == .seconds(7))
        #expect(IntervalRules.calculated(over: range(-3_600_000), points: 100, minimum: .seconds(15)) == .seconds(15))
        #expect(IntervalRules.safe(over: range(86_400_000)) == .seconds(10))
    }

    @Test func minimumComesFromTheQueryThenItsMillisecondsThenTheSource() throws {
        func minimum(_ query: String, _ milliseconds: Int64, _ source: String) throws -> Interval {
            try IntervalRules.minimum(
                query: query, queryMilliseconds: milliseconds, source: source, fallback: .seconds(15))
        }
        #expect(try minimum("1m", 5, "2s") == .minute)
        #expect(try minimum("0s", 5, "2s") == .milliseconds(5))
        #expect(try minimum("", 0, "2") == .seconds(2))
        #expect(try minimum("", 0, "") == .seconds(15))
        #expect(throws: IntervalError.unknownUnit("x", "1x")) { try minimum("1x", 5, "") }
    }

    @Test func timesBeyondNanosecondsStopAtTheEnds() {
        let whole = TimeRange(
            from: FrameTime(milliseconds: .min), to: FrameTime(milliseconds: .max, nanoseconds: 999_999))
        #expect(whole.length.nanoseconds == .max)
        #expect(TimeRange(from: whole.to, to: whole.from).length.nanoseconds == .min)
    }
}
