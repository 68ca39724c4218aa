internal import Proxy
internal import Telemetry
internal import Upstream

/// The metrics of proxied calls: what the workers counted, added up.
struct ProxyMetrics {
    private let workers: [ProxyMeters]

    init(_ workers: [ProxyMeters]) { self.workers = workers }

    var metrics: [Metric] {
        bySource + [
            Metric(
                "headgate_proxy_failures_total",
                help: "Proxied calls that failed, by where on their way to the source.",
                UpstreamPhase.allCases.enumerated().map { index, phase in
                    .init(.total(sum { $0.byPhase[index].value }), [MetricLabel("phase", phase.rawValue)])
                }),
            Metric(
                "headgate_proxy_request_bytes_total", help: "Bytes of proxied requests' bodies.",
                [.init(.total(sum { $0.requestBytes.value }))]),
            Metric(
                "headgate_proxy_response_bytes_total", help: "Bytes of proxied answers' bodies.",
                [.init(.total(sum { $0.responseBytes.value }))]),
            Metric(
                "headgate_proxy_attempts_total", help: "Connections that proxied calls tried.",
                [.init(.total(sum { $0.attempts.value }))]),
            Metric(
                "headgate_proxy_in_flight", help: "Proxied calls under way.", [.init(.level(level(\.exchanges)))]),
            Metric(
                "headgate_proxy_connections", help: "Connections to data sources, by what they are for.",
                [
                    .init(.level(level(\.idleSources)), [MetricLabel("state", "idle")]),
                    .init(.level(level(\.sources) - level(\.idleSources)), [MetricLabel("state", "busy")]),
                ]),
            openBreakers,
            Metric("headgate_callers", help: "Connections of callers.", [.init(.level(level(\.callers)))]),
        ]
    }

    private func sum(_ count: (ProxyMeters) -> UInt64) -> UInt64 { workers.reduce(0) { $0 &+ count($1) } }

    private func level(_ gauge: KeyPath<WorkerGauges, Gauge>) -> Int64 {
        workers.reduce(0) { $0 + $1.gauges[keyPath: gauge].value }
    }

    // MARK: By source

    private struct Sums {
        var byClass: [UInt64]
        var durations: [HistogramReading]

        init(_ meters: SourceMeters) {
            byClass = meters.byClass.map(\.value)
            durations = meters.durations.map(\.reading)
        }

        mutating func add(_ other: Sums) {
            for index in byClass.indices { byClass[index] &+= other.byClass[index] }
            for index in durations.indices { durations[index] += other.durations[index] }
        }
    }

    private var bySource: [Metric] {
        var sums: [SourceLabel.Name: Sums] = [:]
        for meters in workers.flatMap(\.bySource) {
            let part = Sums(meters)
            if sums[meters.label.name]?.add(part) == nil { sums[meters.label.name] = part }
        }
        let ordered = sums.sorted { ($0.key.orgID, $0.key.uid) < ($1.key.orgID, $1.key.uid) }
        return [Self.requests(ordered), Self.durations(ordered)].compactMap { $0 }
    }

    private static func requests(_ sums: [(key: SourceLabel.Name, value: Sums)]) -> Metric? {
        let samples = sums.flatMap { label, sums in
            sums.byClass.enumerated().filter { $1 > 0 }.map { index, count in
                Metric.Sample(.total(count), labels(label) + [MetricLabel("class", "\(index + 1)xx")])
            }
        }
        guard !samples.isEmpty else { return nil }
        return Metric(
            "headgate_proxy_requests_total", help: "Proxied calls by source and the class of their answer's status.",
            samples)
    }

    private static func durations(_ sums: [(key: SourceLabel.Name, value: Sums)]) -> Metric? {
        let samples = sums.flatMap { label, sums in
            zip(CallPhase.allCases, sums.durations).filter { !$1.isEmpty }.map { phase, reading in
                Metric.Sample(.distribution(reading), labels(label) + [MetricLabel("phase", phase.rawValue)])
            }
        }
        guard !samples.isEmpty else { return nil }
        return Metric(
            "headgate_proxy_duration_seconds", help: "How long proxied calls took, by source and phase.", samples)
    }

    /// A series for each source that has a label, so that a breaker that has closed says 0.
    private var openBreakers: Metric {
        let own = Set(workers.flatMap(\.bySource).map(\.label)).subtracting([.none, .other])
        let known = Dictionary(uniqueKeysWithValues: own.map { ($0.id, $0) })
        var counts = Dictionary(own.map { ($0.name, Int64(0)) }, uniquingKeysWith: +)
        for id in workers.flatMap(\.gauges.openBreakers) { counts[(known[id] ?? .other).name, default: 0] += 1 }
        if counts.isEmpty { counts[SourceLabel.other.name] = 0 }
        let samples = counts.sorted { ($0.key.orgID, $0.key.uid) < ($1.key.orgID, $1.key.uid) }.map { name, count in
            Metric.Sample(.level(count), Self.labels(name))
        }
        return Metric(
            "headgate_proxy_open_breakers",
            help: "Workers whose circuit breaker for a data source is not closed, by source.", samples)
    }

    private static func labels(_ source: SourceLabel.Name) -> [MetricLabel] {
        [MetricLabel("org", source.orgID == 0 ? "" : "\(source.orgID)"), MetricLabel("source", source.uid)]
    }
}
