import TestSupport
import Testing

/// Real servers beside Prometheus: one that speaks its API, and its Alertmanager.
@Suite struct LikePrometheusTests {
    @Test func victoriaMetricsIsAskedAsPrometheus() throws {
        let store = try VictoriaMetricsProcess()
        try store.write(
            """
            heat{press="a"} 1.5 1700000040000
            heat{press="a"} 2.5 1700000100000
            heat{press="b"} 7 1700000100000

            """)
        let server = try HeadgateProcess()
        _ = try server.admin.createSource([
            "uid": "vm", "name": "vm", "type": "prometheus", "access": "proxy", "url": .string(store.url),
        ])
        let viewer = try server.caller(role: .viewer)
        let health = try viewer.call("GET", "/api/datasources/uid/vm/health")
        #expect(health.status == 200, "\(health.text)")

        let answer = try viewer.call(
            "POST", "/api/ds/query",
            json: [
                "from": "1700000040000", "to": "1700000100000",
                "queries": [
                    [
                        "refId": "R", "datasource": ["uid": "vm"], "expr": "heat{press=\"a\"}", "range": true,
                        "intervalMs": 60000, "interval": "60s",
                    ],
                    ["refId": "I", "datasource": ["uid": "vm"], "expr": "sum(heat)", "instant": true],
                    ["refId": "bad", "datasource": ["uid": "vm"], "expr": "sum("],
                ],
            ])
        #expect(answer.status == 400, "\(answer.text)")
        let results = try answer.json()["results"]
        #expect(Self.values(results?["R"])?.first == [1_700_000_040_000, 1_700_000_100_000], "\(answer.text)")
        #expect(Self.values(results?["R"])?.last == [.number(1.5), .number(2.5)])
        #expect(Self.values(results?["I"])?.last == [.number(9.5)])
        #expect(results?["bad"]?["error"]?.string?.isEmpty == false)

        let window = "start=1700000000&end=1700000200"
        let names = try viewer.call("GET", "/api/datasources/uid/vm/resources/api/v1/label/press/values?\(window)")
        #expect(try names.json()["data"] == ["a", "b"], "\(names.text)")
        let series = try viewer.call("GET", "/api/datasources/uid/vm/resources/api/v1/series?match[]=heat&\(window)")
        #expect(try series.json()["data"]?.array?.count == 2, "\(series.text)")
    }

    private static func values(_ result: JSONTree?) -> [JSONTree]? {
        result?["frames"]?.array?.first?["data"]?["values"]?.array
    }

    @Test func alertmanagerIsHealthyAndTakesAlertsOfEditors() throws {
        let alertmanager = try AlertmanagerProcess()
        let server = try HeadgateProcess()
        for (uid, implementation) in [("am", "prometheus"), ("mimir", "mimir")] {
            _ = try server.admin.createSource([
                "uid": .string(uid), "name": .string(uid), "type": "alertmanager", "access": "proxy",
                "url": .string(alertmanager.url), "jsonData": ["implementation": .string(implementation)],
            ])
        }
        let viewer = try server.caller(role: .viewer)
        let health = try viewer.call("GET", "/api/datasources/uid/am/health")
        #expect(health.status == 200, "\(health.text)")
        #expect(try viewer.call("GET", "/api/datasources/uid/mimir/health").status == 400)

        let base = "/api/datasources/proxy/uid/am/api/v2"
        let alert: JSONTree = [["labels": ["alertname": "TooHot", "press": "a"]]]
        #expect(try viewer.call("POST", "\(base)/alerts", json: alert).status == 403)
        let posted = try server.caller(role: .editor).call("POST", "\(base)/alerts", json: alert)
        #expect(posted.status == 200, "\(posted.text)")
        let alerts = try viewer.call("GET", "\(base)/alerts")
        #expect(try alerts.json().array?.map { $0["labels"]?["alertname"] } == ["TooHot"], "\(alerts.text)")
    }
}
