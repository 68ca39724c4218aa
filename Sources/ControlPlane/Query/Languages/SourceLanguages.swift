internal import Catalog
public import Postgres

/// The languages by type.
public struct SourceLanguages: Sendable {
    private let languages: [String: any SourceLanguage]

    /// Those that are asked over HTTP, or make their answers up.
    public init() { languages = Self.overHTTP }

    /// All of them.
    public init(databases door: any DatabaseDoor, postgres: PostgresClient) {
        languages = Self.overHTTP.merging(
            [
                "grafana-postgresql-datasource": PostgresLanguage(client: postgres, door: door),
                "mssql": SQLServerLanguage(door: door),
                "mysql": MySQLLanguage(door: door),
            ] as [String: any SourceLanguage]
        ) { first, _ in first }
    }

    private static let overHTTP: [String: any SourceLanguage] = [
        "alertmanager": AlertmanagerLanguage(),
        "elasticsearch": ElasticsearchLanguage(flavor: .elasticsearch),
        "grafana-opensearch-datasource": ElasticsearchLanguage(flavor: .openSearch),
        "grafana-testdata-datasource": TestDataLanguage(),
        "graphite": GraphiteLanguage(),
        "influxdb": InfluxLanguage(),
        "jaeger": JaegerLanguage(),
        "loki": LokiLanguage(),
        "opentsdb": OpenTSDBLanguage(),
        "prometheus": PrometheusLanguage(),
        "tempo": TempoLanguage(),
        "zipkin": ZipkinLanguage(),
    ]

    /// The language of a type, given by its id or an alias; nothing for a type that Headgate cannot ask.
    public func language(of type: String) -> (any SourceLanguage)? {
        languages[DataSourceType.named(type)?.id ?? type]
    }
}
