/// How often durations fell under each of a few bounds, and their sum. Observed in milliseconds, shown in seconds.
public final class Histogram: Sendable {
    /// From one millisecond, the clock's grain, to the longest first-byte timeout that anybody sets.
    public static let callBounds: [UInt64] = [
        1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000,
    ]

    /// Milliseconds, inclusive, rising.
    let bounds: [UInt64]
    /// One a bound, and one for what is above all of them; each counts its own interval only.
    private let buckets: [Counter]
    private let milliseconds = Counter()

    public init(bounds: [UInt64] = Histogram.callBounds) {
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "bounds rise")
        self.bounds = bounds
        buckets = (0...bounds.count).map { _ in Counter() }
    }

    public func observe(milliseconds value: UInt64) {
        // A walk: fifteen comparisons at most, and most calls are short.
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        buckets[index].add()
        milliseconds.add(value)
    }

    /// As Prometheus wants it: each bucket counts all that is below it, and the last is the count, so that the two agree
    /// whatever is observed meanwhile.
    var cumulative: (buckets: [UInt64], sumMilliseconds: UInt64) {
        var sum: UInt64 = 0
        let counts = buckets.map { bucket in
            sum &+= bucket.value
            return sum
        }
        return (counts, milliseconds.value)
    }
}
