/// How often durations fell under each of a few bounds, and their sum. Observed in microseconds, shown in seconds.
public final class Histogram: Sendable {
    /// From half a millisecond, under which a call to a neighbour stays, to the longest first-byte timeout that most people set.
    public static let callBounds: [UInt64] = [
        500, 1_000, 5_000, 10_000, 25_000, 100_000, 250_000, 1_000_000, 5_000_000, 10_000_000, 30_000_000,
    ]

    /// Microseconds, inclusive, rising.
    let bounds: [UInt64]
    /// One a bound, and one for what is above all of them; each counts its own interval only.
    private let buckets: [Counter]
    private let microseconds = Counter()

    public init(bounds: [UInt64] = Histogram.callBounds) {
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "bounds rise")
        self.bounds = bounds
        buckets = (0...bounds.count).map { _ in Counter() }
    }

    public func observe(microseconds value: UInt64) {
        // A walk: eleven comparisons at most, and most calls are short.
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        buckets[index].add()
        microseconds.add(value)
    }

    public var reading: HistogramReading {
        HistogramReading(bounds: bounds, counts: buckets.map(\.value), sumMicroseconds: microseconds.value)
    }
}
