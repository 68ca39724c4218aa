import Testing

@testable import Query

@Suite struct IntervalMacrosTests {
    private var macros: IntervalMacros {
        let range = TimeRange(from: FrameTime(milliseconds: 0), to: FrameTime(milliseconds: 3_600_500))
        return IntervalMacros(interval: .seconds(90), range: range)
    }

    @Test(arguments: [
        ("rate(x[$__interval])", "rate(x[1m])"), ("${__interval}:${__range}", "1m:3601s"), ("$__interval_ms", "90000"),
        ("$__range_s $__range_ms", "3601 3600500"), ("$__interval_x", "1m_x"), ("$$__interval$", "$1m$"),
        ("${__interval", "${__interval"),
        ("${__interval_ms}", "90000"), ("${__interval_x}", "${__interval_x}"), ("$", "$"), ("${", "${"), ("", ""),
        ("é$__range✓", "é3601s✓"),
    ])
    func macrosAreReplaced(query: String, expected: String) {
        #expect(macros.replaced(in: query) == expected)
    }

    @Test func languagesAddTheirOwn() {
        var macros = macros
        macros.add("__rate_interval", "2m0s")
        #expect(macros.replaced(in: "rate(x[$__rate_interval])") == "rate(x[2m0s])")
    }
}
