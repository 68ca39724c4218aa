internal import Access

/// The routes that Grafana 12.4.0's types declare, in its order: the first match decides.
extension ProxyRules {
    static let alertmanagerRoutes: [ProxyRule] = [
        ProxyRule("GET", "alertmanager/api/v2/silences", .viewer),
        ProxyRule("GET", "api/v2/silences", .viewer),
        ProxyRule("POST", "alertmanager/api/v2/silences", .editor),
        ProxyRule("POST", "api/v2/silences", .editor),
        ProxyRule("GET", "alertmanager/api/v2/silence/", .viewer),
        ProxyRule("GET", "api/v2/silence/", .viewer),
        ProxyRule("DELETE", "alertmanager/api/v2/silence/", .editor),
        ProxyRule("DELETE", "api/v2/silence/", .editor),
        ProxyRule("GET", "alertmanager/api/v2/alerts/groups", .viewer),
        ProxyRule("GET", "api/v2/alerts/groups", .viewer),
        ProxyRule("GET", "alertmanager/api/v2/alerts", .viewer),
        ProxyRule("GET", "api/v2/alerts", .viewer),
        ProxyRule("POST", "alertmanager/api/v2/alerts", .editor),
        ProxyRule("POST", "api/v2/alerts", .editor),
        ProxyRule("GET", "alertmanager/api/v2/status", .viewer),
        ProxyRule("GET", "api/v2/status", .viewer),
        ProxyRule("GET", "alertmanager/api/v2/receivers", .viewer),
        ProxyRule("GET", "api/v2/receivers", .viewer),
        ProxyRule("GET", "api/v1/alerts", .viewer),
        ProxyRule("POST", "api/v1/alerts", .editor),
        ProxyRule("DELETE", "api/v1/alerts", .editor),
        ProxyRule("POST", "", .admin),
        ProxyRule("PUT", "", .admin),
        ProxyRule("DELETE", "", .admin),
        ProxyRule("GET", "", .admin),
    ]

    static let prometheusRoutes: [ProxyRule] = [
        ProxyRule("POST", "api/v1/query", .viewer),
        ProxyRule("POST", "api/v1/query_range", .viewer),
        ProxyRule("POST", "api/v1/series", .viewer),
        ProxyRule("POST", "api/v1/labels", .viewer),
        ProxyRule("POST", "api/v1/query_exemplars", .viewer),
        ProxyRule("GET", "rules", .viewer),
        ProxyRule("POST", "rules", .editor),
        ProxyRule("DELETE", "rules", .editor),
        ProxyRule("DELETE", "config/v1/rules", .editor),
        ProxyRule("POST", "config/v1/rules", .editor),
    ]
}
