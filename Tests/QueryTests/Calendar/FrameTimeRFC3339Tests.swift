import Testing

@testable import Query

@Suite struct FrameTimeRFC3339Tests {
    @Test(arguments: [
        ("2023-11-14T22:13:20Z", 1_700_000_000_000, 0), ("2023-11-14T22:13:20.000Z", 1_700_000_000_000, 0),
        ("2023-11-14T23:13:20.123456789+01:00", 1_700_000_000_123, 456_789),
        ("2023-11-14T22:13:20.1234567899999Z", 1_700_000_000_123, 456_789),
        ("1969-12-31T23:59:59.5-00:00", -500, 0), ("0000-01-01T00:00:00Z", -62_167_219_200_000, 0),
    ])
    func timesAreRead(_ text: String, _ milliseconds: Int64, _ nanoseconds: Int32) {
        #expect(FrameTime(rfc3339: text) == FrameTime(milliseconds: milliseconds, nanoseconds: nanoseconds))
    }

    @Test(arguments: [
        "", "2023", "2023-11-14", "2023-11-14t22:13:20Z", "2023-11-14T22:13:20", "2023-11-14T22:13:20.Z",
        "2023-11-14T22:13:20Z ",
        "2023-02-29T00:00:00Z", "2023-13-01T00:00:00Z", "2023-00-01T00:00:00Z", "2023-01-00T00:00:00Z",
        "2023-01-01T24:00:00Z",
        "2023-01-01T00:60:00Z", "2023-01-01T00:00:60Z", "2023-01-01T00:00:00+24:00", "2023-01-01T00:00:00+0100",
        "２０２３-01-01T00:00:00Z",
    ])
    func otherTextsAreNoTimes(_ text: String) {
        #expect(FrameTime(rfc3339: text) == nil)
    }
}
