import Bytes
import JSON
import Testing

@testable import Catalog

@Suite struct PassedResourcesTests {
    private func prefix(_ type: String, _ method: String, _ path: String, _ jsonData: JSONValue = [:]) -> String? {
        PassedResources(type: type, jsonData: jsonData).prefix(method: method.utf8.span, path: path.utf8.span)
            .map { "\($0)" }
    }

    @Test(
        arguments: [
            ("prometheus", "GET", "api/v1/labels", ""), ("prometheus", "POST", "api/v1/query", ""),
            ("prometheus", "GET", "", ""), ("prometheus", "POST", "suggestions", nil),
            ("prometheus", "GET", "suggestions/x", ""),
            ("zipkin", "GET", "services", "/api/v2"), ("zipkin", "GET", "trace/0a1b", "/api/v2"),
            ("zipkin", "GET", "trace/", nil), ("zipkin", "GET", "trace/a/b", nil), ("zipkin", "GET", "services/", nil),
            ("zipkin", "POST", "services", nil), ("zipkin", "HEAD", "services", nil), ("zipkin", "GET", "", nil),
            ("opentsdb", "GET", "api/suggest", ""), ("opentsdb", "GET", "api/query", nil),
            ("loki", "GET", "labels", nil), ("elasticsearch", "GET", "i/_mapping", nil), ("graphite", "GET", "x", nil),
            ("jaeger", "GET", "services", nil), ("testdata", "GET", "scenarios", nil), ("acme", "GET", "x", nil),
            ("grafana-amazonprometheus-datasource", "GET", "api/v1/labels", nil),
        ] as [(String, String, String, String?)])
    func typesSayWhatPasses(_ type: String, _ method: String, _ path: String, _ expected: String?) {
        #expect(prefix(type, method, path) == expected)
    }

    @Test func settingsThatChangeCallsKeepThemFromPassing() {
        #expect(prefix("prometheus", "GET", "x", ["customQueryParameters": "a=b"]) == nil)
        #expect(prefix("prometheus", "GET", "x", ["customQueryParameters": ""]) == "")
        #expect(prefix("prometheus", "POST", "x", ["httpMethod": "get"]) == nil)
        #expect(prefix("prometheus", "GET", "x", ["httpMethod": "GET"]) == "")
        #expect(prefix("prometheus", "POST", "x", ["httpMethod": "POST"]) == "")
    }
}
