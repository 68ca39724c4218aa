/// Why not.
public enum ProxyRuleRefusal: Sendable, Equatable, CaseIterable {
    /// A route of the type matched, and the caller's role is below the one it needs.
    case routeDenied
    case elasticsearchDelete
    case elasticsearchPut
    case elasticsearchPost
    case prometheusDelete
    case prometheusPut
    case prometheusPost
    /// The path has an empty segment (`//`), which the upstream may read otherwise than the rules. A bad
    /// request.
    case emptySegment

    /// Grafana 12.4.0's words.
    public var message: String {
        switch self {
        case .routeDenied: "plugin proxy route access denied"
        case .elasticsearchDelete: "deletes not allowed on proxied Elasticsearch datasource"
        case .elasticsearchPut: "puts not allowed on proxied Elasticsearch datasource"
        case .elasticsearchPost: "posts not allowed on proxied Elasticsearch datasource except on /_msearch"
        case .prometheusDelete: "non allow-listed DELETEs not allowed on proxied Prometheus datasource"
        case .prometheusPut: "non allow-listed PUTs not allowed on proxied Prometheus datasource"
        case .prometheusPost: "non allow-listed POSTs not allowed on proxied Prometheus datasource"
        case .emptySegment: "the path has an empty segment"
        }
    }
}
