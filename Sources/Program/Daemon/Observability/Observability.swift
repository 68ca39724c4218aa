internal import Access
internal import Catalog
internal import Crypto
internal import Proxy
internal import Reactor
internal import Secrets
internal import Store
internal import Telemetry

/// Turns what the rooms observe into log lines and metrics. Its functions are called on workers' and the store's threads.
struct Observability: Sendable {
    let logger: Logger
    private let access: AccessLog
    private let sourceLabels: SourceLabels
    private let workers = Lock<[WorkerMeters]>([])
    private let catalog = CatalogMetrics()
    private let failedPolls = Counter()
    private let sealedSources = Gauge()
    private let startedAt: Int64

    /// `startedAt` in Unix seconds; `sourcesMax` data sources have metrics of their own.
    init(access: AccessLog, sourcesMax: Int, startedAt: Int64) {
        logger = access.failures
        self.access = access
        sourceLabels = SourceLabels(limit: sourcesMax)
        self.startedAt = startedAt
    }

    // MARK: Observations

    /// What one more worker counts with, which it alone uses; a scrape reads it from now on.
    func makeMeters(endpoints: [String]) -> WorkerMeters {
        let meters = WorkerMeters(proxy: ProxyMeters(labels: sourceLabels), control: ControlMeters(endpoints))
        workers.withLock { $0.append(meters) }
        return meters
    }

    func observe(_ call: ProxyObservation, by meters: WorkerMeters) {
        meters.proxy.count(call)
        access.write(call)
    }

    func observe(_ change: CatalogObservation) {
        catalog.count(change)
        switch change {
        case .created(let orgID, let uid, let identity):
            logger.info("data source created", Self.fields(orgID, uid, identity))
        case .updated(let orgID, let uid, let identity):
            logger.info("data source updated", Self.fields(orgID, uid, identity))
        case .deleted(let orgID, let uid, let identity):
            logger.info("data source deleted", Self.fields(orgID, uid, identity))
        case .granted(let orgID, let uid, let identity):
            logger.info("data source permissions changed", Self.fields(orgID, uid, identity))
        case .shared(let uid, let identity):
            logger.info("data source shared", Self.fields(Identity.serverOrgID, uid, identity))
        case .destinationChangedKeepingSecrets(let orgID, let uid, let old, let new, let identity):
            logger.warning(
                "data source points elsewhere and kept its secrets",
                Self.fields(orgID, uid, identity) + [.text("old", old), .text("new", new)])
        }
    }

    func observe(_ observation: StoreObservation) {
        switch observation {
        case .pollFailed(let error):
            failedPolls.add()
            logger.warning("looking for other processes' changes failed", [.text("error", error.description)])
        }
    }

    func observe(_ outcome: CertificateWatch.Outcome) {
        switch outcome {
        case .replaced: logger.info("certificate for callers replaced")
        case .refused(let error):
            logger.error(
                "new certificate for callers refused, the old one stays",
                [.text("option", error.option.rawValue), .text("error", error.text)])
        }
    }

    /// A stored secret that does not open: the source's calls are answered 500.
    func observeUnopened(_ secret: UnopenedSecret) {
        logger.error(
            "a stored secret cannot be opened",
            [
                .number("orgId", secret.orgID), .text("uid", secret.uid), .text("field", secret.field),
                .text("error", secret.error.description),
            ])
    }

    func countSealed(sources: Int) { sealedSources.set(Int64(sources)) }

    private static func fields(_ orgID: Int64, _ uid: String, _ identity: Identity) -> [LogField] {
        [.number("orgId", orgID), .text("uid", uid), .text("by", identity.login)]
    }

    // MARK: Metrics

    func registry(board: SnapshotBoard) -> MetricRegistry {
        MetricRegistry(catalog.metrics + processMetrics(board)) { [workers] in
            let all = workers.withLock { $0 }
            return ProxyMetrics(all.map(\.proxy)).metrics + ControlMetrics(all.map(\.control)).metrics
        }
    }

    private func processMetrics(_ board: SnapshotBoard) -> [Metric] {
        [
            Metric(
                "headgate_datasources", help: "Data sources that there are.",
                [.init(.measured { Int64(board.current.routeCount) })]),
            Metric(
                "headgate_datasources_sealed_shut",
                help: "Data sources of which a secret could not be opened at start.",
                [.init(.gauge(sealedSources))]),
            Metric(
                "headgate_store_poll_failures_total", help: "Failed looks for other processes' changes.",
                [.init(.counter(failedPolls))]),
            Metric(
                "headgate_log_lines_dropped_total", help: "Log lines that nobody took in time.",
                [.init(.counted(access.droppedLines))]),
            Metric(
                "headgate_secure_memory_bytes", help: "Bytes of secrets in memory, by where they are.",
                [
                    .init(.measured { Int64(SecureMemory.usage.secureHeap) }, [MetricLabel("place", "secure_heap")]),
                    .init(.measured { Int64(SecureMemory.usage.outside) }, [MetricLabel("place", "pages")]),
                ]),
            Metric(
                "headgate_build_info", help: "Always 1; the label says which version runs.",
                [.init(.gauge(Gauge(1)), [MetricLabel("version", Version.current)])]),
            Metric(
                "process_start_time_seconds", help: "When the process started, in Unix seconds.",
                [.init(.gauge(Gauge(startedAt)))]),
        ]
    }
}
