import Testing

@testable import Query

@Suite struct IntervalTests {
    @Test(arguments: [
        (Int64(0), "0s"), (1, "1ns"), (1_500, "1.5µs"), (20_000_000, "20ms"), (1_100_000_000, "1.1s"),
        (15_000_000_000, "15s"),
        (60_000_000_000, "1m0s"), (20_500_000_000, "20.5s"), (86_400_000_000_000, "24h0m0s"),
        (-90_000_000_000, "-1m30s"),
        (Int64.min, "-2562047h47m16.854775808s"), (Int64.max, "2562047h47m16.854775807s"),
    ])
    func printsAsGoDoes(nanoseconds: Int64, text: String) {
        #expect(Interval(nanoseconds: nanoseconds).goText == text)
    }

    @Test(arguments: [
        (Int64(0), "1ms"), (1, "1ms"), (999, "999ms"), (1_500, "1s"), (90_000, "1m"), (7_199_000, "1h"),
        (86_400_000, "1d"),
        (604_800_000, "7d"), (31_536_000_000, "1y"), (-5, "1ms"),
    ])
    func macroTextIsTheLargestWholeUnit(milliseconds: Int64, text: String) {
        #expect(Interval.milliseconds(milliseconds).macroText == text)
    }

    @Test(arguments: [
        ("0", Int64(0)), ("-0", 0), ("1ns", 1), ("+1.5s", 1_500_000_000), ("1h30m", 5_400_000_000_000),
        (".5ms", 500_000), ("5.s", 5_000_000_000),
        ("1µs", 1_000), ("-1m30s", -90_000_000_000), ("0.3333333333333333333h", 1_200_000_000_000),
        ("-9223372036854775808ns", .min),
        ("9007199254.740993ms", 9_007_199_254_740_993),
    ])
    func readsWhatGoReads(text: String, nanoseconds: Int64) throws {
        #expect(try Interval(goDuration: text).nanoseconds == nanoseconds)
    }

    @Test(arguments: [
        ("", #"time: invalid duration """#), ("-", #"time: invalid duration "-""#),
        ("x", #"time: invalid duration "x""#),
        (".s", #"time: invalid duration ".s""#), ("5", #"time: missing unit in duration "5""#),
        ("5x", #"time: unknown unit "x" in duration "5x""#), ("1e3s", #"time: unknown unit "e" in duration "1e3s""#),
        ("9223372036854775808ns", #"time: invalid duration "9223372036854775808ns""#),
        ("99999999999999999999s", #"time: invalid duration "99999999999999999999s""#),
        ("9223372036s1h", #"time: invalid duration "9223372036s1h""#),
        ("5\"\n", #"time: unknown unit "\"\x0a" in duration "5\"\x0a""#),
    ])
    func refusesWhatGoRefuses(text: String, description: String) {
        #expect { try Interval(goDuration: text) } throws: { ($0 as? IntervalError)?.description == description }
    }

    @Test(arguments: [
        ("15", Int64(15_000)), (">10s", 10_000), ("<1m30s", 90_000), ("1d", 86_400_000), ("2w", 1_209_600_000),
        ("1M", 2_629_800_000), ("1y", 31_557_600_000), ("500ms", 500),
    ])
    func settingsHaveDaysAndBareSeconds(text: String, milliseconds: Int64) throws {
        #expect(try Interval(setting: text) == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", ">", "d", "1.5d", "1d12h", "-1d", "300y", "99999999999999999999d", "1Y"])
    func senselessSettingsAreRefused(text: String) {
        #expect(throws: IntervalError.self) { try Interval(setting: text) }
    }

    @Test func arithmeticStopsAtTheEnds() {
        let longest = Interval(nanoseconds: .max)
        #expect(longest + .second == longest)
        #expect(longest * 2 == longest)
        #expect(longest * -2 == Interval(nanoseconds: .min))
        #expect(Interval(nanoseconds: .min) / -1 == longest)
        #expect(Interval(nanoseconds: .min) + .seconds(-1) == Interval(nanoseconds: .min))
    }
}
