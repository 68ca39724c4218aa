internal import Proxy
internal import Telemetry
internal import Upstream

/// Counts of proxied calls.
struct ProxyMetrics: Sendable {
    /// `1xx` to `5xx`, by the hundred.
    private let byClass = (1...5).map { _ in Counter() }
    private let byPhase = Dictionary(uniqueKeysWithValues: UpstreamPhase.allCases.map { ($0, Counter()) })
    private let requestBytes = Counter()
    private let responseBytes = Counter()
    private let attempts = Counter()
    private let durations = Histogram()

    func count(_ observation: ProxyObservation) {
        // A call that ended before it had a status is one that no caller heard of.
        let hundreds = observation.status / 100
        if byClass.indices.contains(hundreds - 1) { byClass[hundreds - 1].add() }
        if let phase = observation.phase { byPhase[phase]?.add() }
        requestBytes.add(observation.requestBytes)
        responseBytes.add(observation.responseBytes)
        attempts.add(UInt64(max(observation.attempts, 0)))
        durations.observe(milliseconds: observation.milliseconds)
    }

    var metrics: [Metric] {
        [
            Metric(
                "headgate_proxy_requests_total", help: "Proxied calls by the class of their answer's status.",
                byClass.enumerated().map { .init(.counter($1), [MetricLabel("class", "\($0 + 1)xx")]) }),
            Metric(
                "headgate_proxy_failures_total",
                help: "Proxied calls that failed, by where on their way to the source.",
                UpstreamPhase.allCases.compactMap { phase in
                    byPhase[phase].map { .init(.counter($0), [MetricLabel("phase", phase.rawValue)]) }
                }),
            Metric(
                "headgate_proxy_request_bytes_total", help: "Bytes of proxied requests' bodies.",
                [.init(.counter(requestBytes))]),
            Metric(
                "headgate_proxy_response_bytes_total", help: "Bytes of proxied answers' bodies.",
                [.init(.counter(responseBytes))]),
            Metric(
                "headgate_proxy_attempts_total", help: "Connections that proxied calls tried.",
                [.init(.counter(attempts))]),
            Metric(
                "headgate_proxy_request_duration_seconds", help: "Durations of proxied calls.",
                [.init(.histogram(durations))]),
        ]
    }
}
