import JSON
import Testing

@testable import Query

@Suite struct PostgresValueTests {
    @Test(arguments: [
        ("2023-11-14 22:13:20+00", Int64(1_700_000_000_000), Int32(0)),
        ("2023-11-14 22:13:20.123456+00", 1_700_000_000_123, 456_000),
        ("2023-11-14 22:13:20", 1_700_000_000_000, 0), ("2023-11-14", 1_699_920_000_000, 0),
        ("2023-11-15 00:13:20+02", 1_700_000_000_000, 0), ("2023-11-14 18:43:20-03:30", 1_700_000_000_000, 0),
        ("1969-12-31 23:59:59.999999", -1, 999_000), ("0001-01-01 BC", -62_167_219_200_000, 0),
        ("294276-12-31 23:59:59.999999", 9_224_318_015_999_999, 999_000),
    ])
    func timesAreRead(_ text: String, _ milliseconds: Int64, _ nanoseconds: Int32) {
        let time = PostgresValue.time(text.utf8.span)
        #expect(time == FrameTime(milliseconds: milliseconds, nanoseconds: nanoseconds))
    }

    @Test(arguments: [
        "infinity", "-infinity", "", "2023", "2023-13-01", "2023-11-14 99:00:00", "x", "2023-11-32", "999999999-01-01",
    ])
    func whatIsNoTimeIsNothing(_ text: String) {
        #expect(PostgresValue.time(text.utf8.span) == nil)
    }

    @Test(arguments: [
        ("\\x0102", "\u{1}\u{2}"), ("\\x", ""), ("\\xZZ", "\\xZZ"), ("\\x0", "\\x0"), ("\\xff", "\u{FFFD}"),
    ])
    func bytesAreText(_ text: String, _ value: String) {
        #expect(PostgresValue.bytes(text.utf8.span) == value)
    }

    @Test func jsonThatCannotBeReadStaysText() {
        #expect(PostgresValue.json(#"{"a": 1}"#.utf8.span) == .object(["a": .number(.init(1))]))
        #expect(PostgresValue.json("{".utf8.span) == .string("{"))
    }
}
