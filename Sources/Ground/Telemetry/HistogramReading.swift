/// What a histogram, or several of the same bounds, held at one moment.
public struct HistogramReading: Sendable, Equatable {
    let bounds: [UInt64]
    /// By interval, the last above all bounds.
    private(set) var counts: [UInt64]
    private(set) var sumMicroseconds: UInt64

    /// Several workers' observations of the same thing.
    public static func += (total: inout HistogramReading, part: HistogramReading) {
        precondition(total.bounds == part.bounds, "only intervals that are the same can be added")
        for index in part.counts.indices { total.counts[index] &+= part.counts[index] }
        total.sumMicroseconds &+= part.sumMicroseconds
    }

    public var isEmpty: Bool { counts.allSatisfy { $0 == 0 } }

    /// As Prometheus wants it: each bucket counts all that is below it, and the last is the count, so that the two agree
    /// whatever is observed meanwhile.
    var cumulative: [UInt64] {
        var sum: UInt64 = 0
        return counts.map { count in
            sum &+= count
            return sum
        }
    }

    init(bounds: [UInt64], counts: [UInt64], sumMicroseconds: UInt64) {
        self.bounds = bounds
        self.counts = counts
        self.sumMicroseconds = sumMicroseconds
    }
}
