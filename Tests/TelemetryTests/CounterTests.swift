import Telemetry
import Testing

@Suite struct CounterTests {
    @Test func incrementsFromManyTasksAreAllCounted() async {
        let counter = Counter()
        let histogram = Histogram(bounds: [10_000])
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for _ in 0..<10_000 {
                        counter.add()
                        histogram.observe(microseconds: UInt64(task) * 3_000)
                    }
                }
            }
        }
        #expect(counter.value == 80_000)
        let registry = MetricRegistry([Metric("x", help: "x", [.init(.histogram(histogram))])])
        let text = String(decoding: registry.text(), as: UTF8.self)
        #expect(text.contains("x_bucket{le=\"0.01\"} 40000\n"))
        #expect(text.contains("x_count 80000\n"))
        #expect(text.contains("x_sum 840\n"))
    }
}
