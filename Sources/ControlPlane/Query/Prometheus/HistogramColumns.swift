/// The buckets of native histograms, one row each: the columns of a `heatmap-cells` frame.
struct HistogramColumns {
    private(set) var times: [FrameTime?] = []
    private(set) var lowerBounds: [Double?] = []
    private(set) var upperBounds: [Double?] = []
    private(set) var counts: [Double?] = []
    /// Which of the two bounds belong to the bucket, as Prometheus numbers it.
    private(set) var boundaries: [Int64?] = []

    mutating func add(milliseconds: Int64, boundary: Int64, from lower: Double, to upper: Double, count: Double) {
        times.append(FrameTime(milliseconds: milliseconds))
        boundaries.append(boundary)
        lowerBounds.append(lower)
        upperBounds.append(upper)
        counts.append(count)
    }
}
