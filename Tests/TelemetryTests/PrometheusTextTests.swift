import Telemetry
import Testing

@Suite struct PrometheusTextTests {
    @Test func wholeTextIsAsPrometheusReadsIt() {
        let calls = Counter()
        calls.add(3)
        let open = Gauge(2)
        open.add(-5)
        let durations = Histogram(bounds: [5, 1_500])
        for value: UInt64 in [0, 5, 6, 1_500, 1_501] { durations.observe(milliseconds: value) }
        let registry = MetricRegistry([
            Metric("calls_total", help: "Calls.", [.init(.counter(calls), [MetricLabel("class", "2xx")])]),
            Metric("open", help: "Open ones.", [.init(.gauge(open))]),
            Metric("threads", help: "Measured.", [.init(.measured { 7 })]),
            Metric("call_seconds", help: "Durations.", [.init(.histogram(durations), [MetricLabel("kind", "a")])]),
        ])
        let expected = """
            # HELP calls_total Calls.
            # TYPE calls_total counter
            calls_total{class="2xx"} 3
            # HELP open Open ones.
            # TYPE open gauge
            open -3
            # HELP threads Measured.
            # TYPE threads gauge
            threads 7
            # HELP call_seconds Durations.
            # TYPE call_seconds histogram
            call_seconds_bucket{kind="a",le="0.005"} 2
            call_seconds_bucket{kind="a",le="1.5"} 4
            call_seconds_bucket{kind="a",le="+Inf"} 5
            call_seconds_sum{kind="a"} 3.012
            call_seconds_count{kind="a"} 5

            """
        #expect(String(decoding: registry.text(), as: UTF8.self) == expected)
    }

    @Test func labelValuesAndHelpAreEscaped() {
        let registry = MetricRegistry([
            Metric("x", help: "a \\ \"b\"\nc", [.init(.gauge(Gauge()), [MetricLabel("v", "a\\b\"c\nd")])])
        ])
        let expected = "# HELP x a \\\\ \"b\"\\nc\n# TYPE x gauge\nx{v=\"a\\\\b\\\"c\\nd\"} 0\n"
        #expect(String(decoding: registry.text(), as: UTF8.self) == expected)
    }

    @Test(arguments: [(1, "0.001"), (10, "0.01"), (250, "0.25"), (1_000, "1"), (60_000, "60")] as [(UInt64, String)])
    func millisecondsAreShownAsExactSeconds(milliseconds: UInt64, seconds: String) {
        let registry = MetricRegistry([
            Metric("x", help: "x", [.init(.histogram(Histogram(bounds: [milliseconds])))])
        ])
        #expect(String(decoding: registry.text(), as: UTF8.self).contains("x_bucket{le=\"\(seconds)\"} 0\n"))
    }
}
