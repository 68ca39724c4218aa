internal import Catalog

/// The languages by type.
public struct SourceLanguages: Sendable {
    private let languages: [String: any SourceLanguage]

    public init() {
        languages = [
            "alertmanager": AlertmanagerLanguage(),
            "elasticsearch": ElasticsearchLanguage(flavor: .elasticsearch),
            "grafana-opensearch-datasource": ElasticsearchLanguage(flavor: .openSearch),
            "grafana-testdata-datasource": TestDataLanguage(),
            "jaeger": JaegerLanguage(),
            "opentsdb": OpenTSDBLanguage(),
            "prometheus": PrometheusLanguage(),
            "tempo": TempoLanguage(),
            "zipkin": ZipkinLanguage(),
            "graphite": GraphiteLanguage(),
            "influxdb": InfluxLanguage(),
            "loki": LokiLanguage(),
        ]
    }

    /// The language of a type, given by its id or an alias; nothing for a type that Headgate cannot ask.
    public func language(of type: String) -> (any SourceLanguage)? {
        languages[DataSourceType.named(type)?.id ?? type]
    }
}
