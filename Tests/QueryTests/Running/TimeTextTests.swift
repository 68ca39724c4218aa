import Testing

@testable import Query

/// 2026-11-28T02:03:04.567Z, a Saturday.
private let now: Int64 = 1_795_831_384_567

@Suite struct TimeTextTests {
    @Test(arguments: [
        ("", "1970-01-01T00:00:00Z", 0), ("1700000000000", "2023-11-14T22:13:20Z", 0),
        (" 1700000000001 ", "1970-01-01T00:00:00Z", 0), ("1.7e12", "1970-01-01T00:00:00Z", 0),
        ("1700000000000.5", "1970-01-01T00:00:00Z", 0), ("2023-11-14 10:00:00", "1970-01-01T00:00:00Z", 0),
        ("5m", "2026-11-28T01:58:04Z", 567), ("1h30m", "2026-11-28T00:33:04Z", 567),
        ("now", "2026-11-28T02:03:04Z", 567), ("now-1h", "2026-11-28T01:03:04Z", 567),
        ("now-h", "2026-11-28T01:03:04Z", 567),
        ("now/d", "2026-11-28T00:00:00Z", 0), ("now/w", "2026-11-23T00:00:00Z", 0),
        ("now/M", "2026-11-01T00:00:00Z", 0),
        ("now/Q", "2026-10-01T00:00:00Z", 0), ("now/fQ", "2026-10-01T00:00:00Z", 0),
        ("now/y", "2026-01-01T00:00:00Z", 0),
        ("now/fy", "2026-01-01T00:00:00Z", 0), ("now-7d/d", "2026-11-21T00:00:00Z", 0),
        ("now-1b", "2026-11-27T02:03:04Z", 567),
        ("now+1b", "2026-11-30T02:03:04Z", 567), ("now-5b", "2026-11-21T02:03:04Z", 567),
        ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", 0), ("2024-01-31||+1M/d", "2024-03-02T00:00:00Z", 0),
        ("2024-01-01T01:00:00.25+01:00", "2024-01-01T00:00:00Z", 250), ("2024-02-29||+1y", "2025-03-01T00:00:00Z", 0),
    ])
    func from(text: String, second: String, milliseconds: Int64) throws {
        let moment = try #require(TimeText.milliseconds(text, now: now, roundsUp: false))
        #expect(CivilTime(milliseconds: moment).rfc3339 == second)
        #expect(moment.quotientAndRemainder(dividingBy: 1_000).remainder == milliseconds)
    }

    @Test(arguments: [
        ("now/d", "2026-11-28T23:59:59Z"), ("now/w", "2026-11-29T23:59:59Z"), ("now/M", "2026-11-30T23:59:59Z"),
        ("now/y", "2026-12-31T23:59:59Z"), ("now-1M/M", "2026-10-31T23:59:59Z"), ("now/h", "2026-11-28T02:59:59Z"),
    ])
    func toRoundsUp(text: String, second: String) throws {
        let moment = try #require(TimeText.milliseconds(text, now: now, roundsUp: true))
        #expect(CivilTime(milliseconds: moment).rfc3339 == second)
        #expect(moment % 1_000 == 999)
    }

    @Test(arguments: [
        "yesterday-ish", "later", "now-", "now-1", "now-1x", "now//d", "now/", "now-99999999999d", "now+9999999y",
        "now-1h ago",
        "2024-13-01", "2024-02-30", "2024-1-1", "2024-01-01|+1d", "||+1d", "9223372036854775808", "nowish",
        "2024-01-01T24:00:00Z", "-5m5", "nan", "1e", " later ", "now+100000000000000000000d", "9999-12-31||+1d",
    ])
    func whatIsNoTimeIsNone(text: String) {
        #expect(TimeText.milliseconds(text, now: now, roundsUp: true) == nil)
    }
}
