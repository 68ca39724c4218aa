internal import Catalog
internal import Telemetry

/// Counts of changes to data sources.
struct CatalogMetrics: Sendable {
    private let created = Counter()
    private let updated = Counter()
    private let deleted = Counter()
    private let granted = Counter()
    private let shared = Counter()
    private let redirected = Counter()

    func count(_ observation: CatalogObservation) {
        switch observation {
        case .created: created.add()
        case .updated: updated.add()
        case .deleted: deleted.add()
        case .granted: granted.add()
        case .shared: shared.add()
        case .destinationChangedKeepingSecrets: redirected.add()
        }
    }

    var metrics: [Metric] {
        [
            Metric(
                "headgate_datasource_changes_total", help: "Changes to data sources.",
                [("create", created), ("update", updated), ("delete", deleted), ("grant", granted), ("share", shared)]
                    .map {
                        name, counter in
                        .init(.counter(counter), [MetricLabel("change", name)])
                    }),
            Metric(
                "headgate_destination_changes_keeping_secrets_total",
                help: "Data sources that were pointed elsewhere and kept their secrets.",
                [.init(.counter(redirected))]),
        ]
    }
}
