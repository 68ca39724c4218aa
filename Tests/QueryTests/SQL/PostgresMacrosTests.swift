import JSON
import Testing

@testable import Query

@Suite struct PostgresMacrosTests {
    private func query(from: Int64 = 1_700_000_000_000, to: Int64 = 1_700_003_600_000) -> NativeQuery {
        NativeQuery(
            intervalMilliseconds: 90_000,
            range: TimeRange(from: FrameTime(milliseconds: from), to: FrameTime(milliseconds: to)))
    }

    @Test(arguments: [
        ("$__time(a)", "a AS \"time\""),
        ("$__timeEpoch(a)", "extract(epoch from a) as \"time\""),
        ("$__timeFilter(a)", "a BETWEEN '2023-11-14T22:13:20Z' AND '2023-11-14T23:13:20Z'"),
        ("$__timeFrom() $__timeTo()", "'2023-11-14T22:13:20Z' '2023-11-14T23:13:20Z'"),
        ("$__timeGroup(a, '5m')", "floor(extract(epoch from a)/300)*300"),
        ("$__timeGroup(a,'5m'), x", "floor(extract(epoch from a)/300)*300 AS \"time\", x"),
        ("$__timeGroup(a,'500ms')", "floor(extract(epoch from a)/0.5)*0.5"),
        ("$__timeGroupAlias(a,1h)", "floor(extract(epoch from a)/3600)*3600 AS \"time\""),
        ("$__unixEpochFilter(a)", "a >= 1700000000 AND a <= 1700003600"),
        ("$__unixEpochNanoFilter(a)", "a >= 1700000000000000000 AND a <= 1700003600000000000"),
        ("$__unixEpochNanoFrom() $__unixEpochNanoTo()", "1700000000000000000 1700003600000000000"),
        ("$__unixEpochGroup(a,'1d')", "floor((a)/86400)*86400"),
        ("$__unixEpochGroupAlias(a,'1d')", "floor((a)/86400)*86400 AS \"time\""),
        ("$__unixEpochFrom() $__unixEpochTo()", "1700000000 1700003600"),
        ("$__interval $__interval_ms", "1m 90000"),
    ])
    func macrosAreWhatGrafanaMakesOfThem(_ sql: String, _ expanded: String) throws {
        var macros = PostgresMacros(query(), hasTimescaleDB: false, fill: nil)
        #expect(try macros.replacingCalls(in: macros.replacingGlobals(in: sql)) == expanded)
    }

    @Test func timescaleGroupsByBuckets() throws {
        var macros = PostgresMacros(query(), hasTimescaleDB: true, fill: nil)
        #expect(try macros.replacingCalls(in: "$__timeGroup(a, '5m')") == "time_bucket('300.000s',a)")
    }

    @Test(arguments: [
        ("NULL", GapFill.Mode.null), ("previous", .previous), ("0", .value(0)), ("-1.5", .value(-1.5)),
    ])
    func theThirdArgumentSaysHowGapsAreFilled(_ text: String, _ mode: GapFill.Mode) throws {
        var macros = PostgresMacros(query(), hasTimescaleDB: false, fill: nil)
        _ = try macros.replacingCalls(in: "$__timeGroup(a, '5m', \(text))")
        #expect(macros.fill == GapFill(mode: mode, interval: .minute * 5))
    }

    @Test(arguments: [
        ("$__nope(a)", MacroError.unknown("__nope")), ("$__timeGroup(a)", .missingInterval("__timeGroup")),
        ("$__timeGroup(a, 'x')", .badInterval("'x'")), ("$__timeGroup(a, '0s')", .badInterval("'0s'")),
        ("$__timeGroup(a, '-5m')", .badInterval("'-5m'")), ("$__timeGroup(a, '5m', nan)", .badFill("nan")),
    ])
    func badCallsSayWhatIsWrong(_ sql: String, _ error: MacroError) {
        var macros = PostgresMacros(query(), hasTimescaleDB: false, fill: nil)
        #expect(throws: error) { try macros.replacingCalls(in: sql) }
    }

    @Test func timesBefore1970AndPartsOfSecondsAreWritten() {
        #expect(FrameTime(milliseconds: -1).rfc3339 == "1969-12-31T23:59:59.999Z")
        #expect(FrameTime(nanosecondsSince1970: 1_000_000_001).rfc3339 == "1970-01-01T00:00:01.000000001Z")
        #expect(FrameTime(milliseconds: -62_135_596_800_000).rfc3339 == "0001-01-01T00:00:00Z")
        #expect(
            FrameTime(milliseconds: .max).rfc3339.hasSuffix("Z") && FrameTime(milliseconds: .min).rfc3339.hasSuffix("Z")
        )
    }
}
