import Access
import Bytes
import Catalog
import Testing

@Suite struct ProxyRulesTests {
    private func decide(_ type: String, _ method: String, _ path: String, _ role: Role) -> ProxyRuleDecision {
        ProxyRules(type: type).decide(method: method.utf8.span, remainder: path.utf8.span, role: role)
    }

    /// What Grafana 12.4.0 answered: type, method, path, and what Admin, Editor and Viewer got.
    private static let recorded: [(String, String, String, [ProxyRuleDecision])] = {
        let allowed: [ProxyRuleDecision] = [.allow, .allow, .allow]
        let editors: [ProxyRuleDecision] = [.allow, .allow, .refuse(.routeDenied)]
        let admins: [ProxyRuleDecision] = [.allow, .refuse(.routeDenied), .refuse(.routeDenied)]
        func nobody(_ refusal: ProxyRuleRefusal) -> [ProxyRuleDecision] { Array(repeating: .refuse(refusal), count: 3) }
        return [
            ("alertmanager", "GET", "api/v2/silences", allowed),
            ("alertmanager", "POST", "api/v2/silences", editors),
            ("alertmanager", "DELETE", "api/v2/silence/1", editors),
            ("alertmanager", "GET", "api/v2/alerts", allowed),
            ("alertmanager", "POST", "api/v2/alerts", editors),
            ("alertmanager", "GET", "api/v2/status", allowed),
            ("alertmanager", "POST", "api/v1/alerts", editors),
            ("alertmanager", "PUT", "config", admins),
            ("alertmanager", "GET", "metrics", admins),
            ("prometheus", "GET", "api/v1/query", allowed),
            ("prometheus", "POST", "api/v1/query", allowed),
            ("prometheus", "POST", "api/v1/query_range", allowed),
            ("prometheus", "POST", "api/v1/series", allowed),
            ("prometheus", "POST", "api/v1/labels", allowed),
            ("prometheus", "POST", "api/v1/query_exemplars", allowed),
            ("prometheus", "POST", "api/v1/write", nobody(.prometheusPost)),
            ("prometheus", "POST", "api/v1/admin/tsdb/delete_series", nobody(.prometheusPost)),
            ("prometheus", "PUT", "api/v1/x", nobody(.prometheusPut)),
            ("prometheus", "DELETE", "api/v1/x", nobody(.prometheusDelete)),
            ("prometheus", "GET", "api/v1/rules", allowed),
            ("prometheus", "POST", "rules/x", editors),
            ("prometheus", "DELETE", "config/v1/rules/x", editors),
            ("prometheus", "PATCH", "x", allowed),
            ("loki", "GET", "loki/api/v1/query_range", allowed),
            ("loki", "POST", "loki/api/v1/push", allowed),
            ("loki", "DELETE", "loki/api/v1/rules/x", allowed),
            ("loki", "PUT", "x", allowed),
            ("tempo", "POST", "api/push", allowed),
            ("influxdb", "POST", "write", allowed),
            ("elasticsearch", "HEAD", "i", allowed),
            ("elasticsearch", "GET", "_mapping", allowed),
            ("elasticsearch", "POST", "_msearch", allowed),
            ("elasticsearch", "POST", "i/_search", nobody(.elasticsearchPost)),
            ("elasticsearch", "POST", "i/_doc", nobody(.elasticsearchPost)),
            ("elasticsearch", "PUT", "i", nobody(.elasticsearchPut)),
            ("elasticsearch", "DELETE", "i", nobody(.elasticsearchDelete)),
            ("elasticsearch", "PATCH", "i", allowed),
            ("graphite", "POST", "render", allowed),
            ("graphite", "DELETE", "events/1", allowed),
            ("acme-unknown-datasource", "DELETE", "x//y", allowed),
        ]
    }()

    @Test func decidesAsRecorded() {
        for (type, method, path, expected) in Self.recorded {
            let decisions = [Role.admin, .editor, .viewer].map { decide(type, method, path, $0) }
            #expect(decisions == expected, "\(type) \(method) \(path)")
        }
    }

    @Test("A-002: an empty segment is refused where a rule could be missed by it")
    func emptySegmentsAreRefused() {
        for type in ["alertmanager", "prometheus", "elasticsearch", "grafana-amazonprometheus-datasource"] {
            for path in ["/api/v2/silences", "api//v2/silences", "api/v2//silences", "api/v2/silences//", "/", "//"] {
                for method in ["GET", "POST", "HEAD", "PATCH"] {
                    #expect(decide(type, method, path, .admin) == .refuse(.emptySegment), "\(type) \(method) \(path)")
                }
            }
        }
        #expect(decide("graphite", "GET", "/a//b", .viewer) == .allow)
        #expect(decide("prometheus", "GET", "api/v1/labels/", .viewer) == .allow)
        #expect(decide("prometheus", "GET", "", .viewer) == .allow)
    }

    @Test("A-133: an escape never stands for what it decodes to")
    func escapesDoNotMatchRules() {
        #expect(decide("prometheus", "POST", "api%2Fv1%2Fquery", .admin) == .refuse(.prometheusPost))
        #expect(decide("prometheus", "POST", "rul%65s/x", .viewer) == .refuse(.prometheusPost))
        #expect(decide("alertmanager", "GET", "api/v2/al%65rts", .editor) == .refuse(.routeDenied))
        #expect(decide("elasticsearch", "POST", "_mse%61rch", .admin) == .refuse(.elasticsearchPost))
        #expect(decide("elasticsearch", "POST", "_msearch/", .admin) == .refuse(.elasticsearchPost))
        #expect(decide("elasticsearch", "POST", "", .admin) == .refuse(.elasticsearchPost))
        #expect(decide("prometheus", "post", "api/v1/write", .viewer) == .allow)
    }

    /// The tables of the type reference written out once more, another way: least role per method and regular path.
    @Test func agreesWithAnIndependentTable() {
        let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        let segments = [
            "api", "v1", "v2", "query", "alerts", "rules", "config", "silences", "silence", "_msearch", "x", "series",
        ]
        var seed: UInt64 = 7
        func draw(_ count: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % count
        }
        for _ in 0..<40_000 {
            let path = (0..<draw(5)).map { _ in segments[draw(segments.count)] }.joined(separator: "/")
            let method = methods[draw(methods.count)]
            let role = Role.allCases[draw(4)]
            for type in ["alertmanager", "prometheus", "elasticsearch", "loki"] {
                let expected = Independent.isAllowed(type, method, path, role)
                #expect((decide(type, method, path, role) == .allow) == expected, "\(type) \(method) \(path) \(role)")
            }
        }
    }

    @Test func textsAreGrafanas() {
        #expect(ProxyRuleRefusal.routeDenied.message == "plugin proxy route access denied")
        #expect(
            ProxyRuleRefusal.elasticsearchPost.message
                == "posts not allowed on proxied Elasticsearch datasource except on /_msearch")
        #expect(ProxyRuleRefusal.elasticsearchPut.message == "puts not allowed on proxied Elasticsearch datasource")
        #expect(
            ProxyRuleRefusal.elasticsearchDelete.message == "deletes not allowed on proxied Elasticsearch datasource")
        #expect(
            ProxyRuleRefusal.prometheusPost.message
                == "non allow-listed POSTs not allowed on proxied Prometheus datasource")
        #expect(
            ProxyRuleRefusal.prometheusPut.message
                == "non allow-listed PUTs not allowed on proxied Prometheus datasource")
        #expect(
            ProxyRuleRefusal.prometheusDelete.message
                == "non allow-listed DELETEs not allowed on proxied Prometheus datasource")
    }
}

private enum Independent {
    static func isAllowed(_ type: String, _ method: String, _ path: String, _ role: Role) -> Bool {
        switch type {
        case "elasticsearch": method == "POST" ? path == "_msearch" : method != "PUT" && method != "DELETE"
        case "prometheus": prometheus(method, path, role)
        case "alertmanager": alertmanager(method, path, role)
        default: true
        }
    }

    private static func prometheus(_ method: String, _ path: String, _ role: Role) -> Bool {
        let isRules = path.hasPrefix("rules")
        switch method {
        case "POST":
            let queries = ["api/v1/query", "api/v1/series", "api/v1/labels"]
            if queries.contains(where: path.hasPrefix) { return role >= .viewer }
            return (isRules || path.hasPrefix("config/v1/rules")) && role >= .editor
        case "DELETE": return (isRules || path.hasPrefix("config/v1/rules")) && role >= .editor
        case "PUT": return false
        case "GET": return !isRules || role >= .viewer
        default: return true
        }
    }

    private static func alertmanager(_ method: String, _ path: String, _ role: Role) -> Bool {
        guard ["GET", "POST", "PUT", "DELETE"].contains(method) else { return true }
        func has(_ prefixes: [String]) -> Bool { prefixes.contains(where: path.hasPrefix) }
        let least: Role =
            switch method {
            case "GET" where has(["api/v2/silences", "api/v2/silence/", "api/v2/alerts", "api/v1/alerts"]): .viewer
            case "POST" where has(["api/v2/silences", "api/v2/alerts", "api/v1/alerts"]): .editor
            case "DELETE" where has(["api/v2/silence/", "api/v1/alerts"]): .editor
            default: .admin
            }
        return role >= least
    }
}
