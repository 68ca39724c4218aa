/// A choice of exemplars that shows what there is without showing all: in each step the largest, and of the others those that lie two
/// standard deviations below the one chosen before.
enum ExemplarSample {
    /// In the order of their times.
    static func chosen(from exemplars: [PrometheusExemplar], step: Interval) -> [PrometheusExemplar] {
        let distance = 2 * standardDeviation(of: exemplars.map(\.value))
        let buckets = Dictionary(grouping: exemplars) { exemplar in
            StepTime(FrameTime(milliseconds: exemplar.milliseconds)).aligned(to: step)
        }
        // Ties in a fixed order, whatever that of the dictionary is.
        return buckets.values.flatMap { chosen(inBucket: $0, distance: distance) }.sorted {
            ($0.milliseconds, $1.value) < ($1.milliseconds, $0.value)
        }
    }

    private static func chosen(inBucket bucket: [PrometheusExemplar], distance: Double) -> [PrometheusExemplar] {
        var chosen: [PrometheusExemplar] = []
        for exemplar in bucket.sorted(by: { $0.value > $1.value }) {
            guard let last = chosen.last else {
                chosen.append(exemplar)
                continue
            }
            if distance > 0, last.value - exemplar.value > distance { chosen.append(exemplar) }
        }
        return chosen
    }

    /// Of a sample; 0 for fewer than two values.
    private static func standardDeviation(of values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }
}
