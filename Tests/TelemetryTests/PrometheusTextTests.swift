import Telemetry
import Testing

@Suite struct PrometheusTextTests {
    @Test func wholeTextIsAsPrometheusReadsIt() {
        let calls = Counter()
        calls.add(3)
        let open = Gauge(2)
        open.add(-5)
        let durations = Histogram(bounds: [5_000, 1_500_000])
        for value: UInt64 in [0, 5_000, 5_001, 1_500_000, 1_501_001] { durations.observe(microseconds: value) }
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
            call_seconds_sum{kind="a"} 3.011002
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

    @Test("what is put together at a scrape stands behind what is fixed, several workers' parts added")
    func collectedMetrics() {
        let parts = [Histogram(bounds: [1_000]), Histogram(bounds: [1_000])]
        parts[0].observe(microseconds: 1)
        parts[1].observe(microseconds: 2_000)
        let registry = MetricRegistry([Metric("a", help: "a", [.init(.gauge(Gauge()))])]) {
            var sum = parts[0].reading
            sum += parts[1].reading
            return [
                Metric("b", help: "b", [.init(.distribution(sum))]),
                Metric("c_total", help: "c", [.init(.total(4), [MetricLabel("x", "1")])]),
                Metric("d", help: "d", [.init(.level(-1))]),
            ]
        }
        let expected = """
            # HELP a a
            # TYPE a gauge
            a 0
            # HELP b b
            # TYPE b histogram
            b_bucket{le="0.001"} 1
            b_bucket{le="+Inf"} 2
            b_sum 0.002001
            b_count 2
            # HELP c_total c
            # TYPE c_total counter
            c_total{x="1"} 4
            # HELP d d
            # TYPE d gauge
            d -1

            """
        #expect(String(decoding: registry.text(), as: UTF8.self) == expected)
    }

    @Test(
        arguments: [(1, "0.000001"), (500, "0.0005"), (10_000, "0.01"), (250_000, "0.25"), (60_000_000, "60")]
            as [(UInt64, String)])
    func microsecondsAreShownAsExactSeconds(microseconds: UInt64, seconds: String) {
        let registry = MetricRegistry([
            Metric("x", help: "x", [.init(.histogram(Histogram(bounds: [microseconds])))])
        ])
        #expect(String(decoding: registry.text(), as: UTF8.self).contains("x_bucket{le=\"\(seconds)\"} 0\n"))
    }
}
