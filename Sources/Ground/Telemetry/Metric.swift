/// One metric with its samples: all that it will ever have, or those of one moment.
public struct Metric: Sendable {
    public enum Reading: Sendable {
        case counter(Counter)
        case gauge(Gauge)
        case histogram(Histogram)
        /// Asked at each scrape.
        case measured(@Sendable () -> Int64)
        /// A counter that is asked at each scrape.
        case counted(@Sendable () -> UInt64)
        /// What a counter, a gauge or a histogram read when the metric was made: sums over workers.
        case total(UInt64)
        case level(Int64)
        case distribution(HistogramReading)
    }

    public struct Sample: Sendable {
        public let labels: [MetricLabel]
        public let reading: Reading

        public init(_ reading: Reading, _ labels: [MetricLabel] = []) {
            self.labels = labels
            self.reading = reading
        }
    }

    enum Kind: String {
        case counter, gauge, histogram
    }

    /// With unit and, for counters, `_total`, as Prometheus names things.
    public let name: String
    public let help: String
    public let samples: [Sample]
    let kind: Kind

    /// The samples' readings are of one kind; there is one at least.
    public init(_ name: StaticString, help: StaticString, _ samples: [Sample]) {
        let kinds = Set(samples.map { Self.kind(of: $0.reading) })
        precondition(kinds.count == 1, "a metric is of one kind")
        self.name = name.description
        self.help = help.description
        self.samples = samples
        kind = kinds.first ?? .gauge
    }

    private static func kind(of reading: Reading) -> Kind {
        switch reading {
        case .counter, .counted, .total: .counter
        case .gauge, .measured, .level: .gauge
        case .histogram, .distribution: .histogram
        }
    }
}
