import Testing

@testable import Control

@Suite struct UTCTimeTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (951_868_800, "2000-03-01T00:00:00Z"), (1_800_000_000, "2027-01-15T08:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"), (Int64.max, "9999-12-31T23:59:59Z"),
            (Int64.min, "1970-01-01T00:00:00Z"),
        ] as [(Int64, String)])
    func writesRFC3339(seconds: Int64, text: String) {
        #expect(UTCTime.text(unixSeconds: seconds) == text)
    }
}
