internal import Catalog

/// The languages by type.
public struct SourceLanguages: Sendable {
    private let languages: [String: any SourceLanguage]

    public init() {
        languages = [
            "elasticsearch": ElasticsearchLanguage(flavor: .elasticsearch),
            "grafana-opensearch-datasource": ElasticsearchLanguage(flavor: .openSearch),
            "grafana-testdata-datasource": TestDataLanguage(),
            "prometheus": PrometheusLanguage(),
        ]
    }

    /// The language of a type, given by its id or an alias; nothing for a type that Headgate cannot ask.
    public func language(of type: String) -> (any SourceLanguage)? {
        languages[DataSourceType.named(type)?.id ?? type]
    }
}
