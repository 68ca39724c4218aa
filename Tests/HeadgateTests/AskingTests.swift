import TestSupport
import Testing

/// Health, resources and queries of a real server, where their answers do not depend on a type.
@Suite struct AskingTests {
    private static func query(_ queries: String, from: String = "1700000000000") -> String {
        #"{"from":"\#(from)","to":"1700003600000","queries":[\#(queries)]}"#
    }

    private func ask(_ server: HeadgateProcess, _ body: String) throws -> RawAnswer {
        try server.admin.call("POST", "/api/ds/query", json: body)
    }

    private func server(_ sources: (uid: String, type: String, url: String)...) throws -> HeadgateProcess {
        let server = try HeadgateProcess()
        for source in sources {
            let made = try server.admin.call(
                "POST", "/api/datasources",
                json:
                    #"{"name":"\#(source.uid)","uid":"\#(source.uid)","type":"\#(source.type)","access":"proxy","url":"\#(source.url)"}"#
            )
            #expect(made.status == 200)
        }
        return server
    }

    @Test func badRequestsAreNamedAndRefused() throws {
        let server = try server(("t", "testdata", ""))
        let good = #"{"refId":"B","datasource":{"uid":"t"},"scenarioId":"no_data_points"}"#
        let cases: [(body: String, status: Int, says: String)] = [
            (#"{"queries":[]}"#, 400, "No queries found"),
            (#"{}"#, 400, "No queries found"),
            (#"{"queries":{}}"#, 400, "queries: must be an array"),
            (#"[1]"#, 400, "must be a JSON object"),
            (Self.query("\(good),7"), 400, "queries[1]: must be an object"),
            (Self.query(#"{"refId":"B"}"#), 400, "valid data source identifier"),
            (Self.query(#"{"refId":5,"datasource":{"uid":"t"}}"#), 400, "queries[0]: refId: must be a string"),
            (Self.query("\(good),\(good)"), 400, "same RefId"),
            (Self.query(#"{"refId":"B","datasource":{"uid":"nope"}}"#), 404, "Data source not found"),
            (Self.query(#"{"refId":"B","datasource":{"uid":"__expr__"}}"#), 400, "query B: datasource: expressions"),
            (Self.query(#"{"refId":"B","datasource":{"uid":"t"},"intervalMs":-1}"#), 400, "query B: intervalMs"),
            (
                Self.query(#"{"refId":"B","datasource":{"uid":"t"},"maxDataPoints":1e400}"#), 400,
                "query B: maxDataPoints"
            ),
            (Self.query(good, from: "yesterday-ish"), 400, "from: must be"),
            (#"{"from":17,"queries":[\#(good)]}"#, 400, "from: must be a string"),
            (
                Self.query(
                    (0..<10_000).map { #"{"refId":"r\#($0)","datasource":{"uid":"t"}}"# }.joined(separator: ",")),
                400, "queries: must be at most"
            ),
        ]
        for (body, status, says) in cases {
            let answer = try ask(server, body)
            #expect(answer.status == status, "\(says)")
            #expect(answer.text.contains(says), "\(says): \(answer.text)")
        }
        #expect(try ask(server, Self.query(good)).status == 200)
    }

    @Test("A-001, A-003: a resource's path stays below its source's")
    func resourcePathsAreChecked() throws {
        let upstream = try ScriptedUpstream { _ in [.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".utf8))]
        }
        let server = try server(("e", "elasticsearch", upstream.url + "/base"))
        for path in [
            "../x", "a/../../x", "%2e%2e/x", "a/%2E%2E%2f/x", "%252e%252e/x", "./_mapping", "i//_mapping", "/_mapping",
            "a%5c..%5cb",
            "..;/x", "%00",
        ] {
            for route in ["uid/e", "1"] {
                let answer = try server.admin.call("GET", "/api/datasources/\(route)/resources/\(path)")
                #expect(answer.status == 400, "\(path)")
            }
        }
        #expect(upstream.connectionCount == 0)
        #expect(try server.admin.call("GET", "/api/datasources/uid/e/resources/i/_mapping").status == 200)
        #expect(upstream.requests.map(\.target) == ["/base/i/_mapping"])
    }

    @Test("A-017: the rules of proxied calls about methods and paths hold for resources")
    func resourcesAreNoWayAroundRules() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("{}"))] }
        let server = try server(("p", "prometheus", upstream.url), ("e", "elasticsearch", upstream.url))
        let callers = [try server.caller(role: .viewer), try server.caller(role: .editor), server.admin]
        let calls: [(method: String, path: String, statuses: [Int])] = [
            ("DELETE", "p/resources/config/v1/rules/a", [403, 200, 200]),
            ("POST", "p/resources/rules", [403, 200, 200]), ("PUT", "p/resources/x", [403, 403, 403]),
            ("POST", "p/resources/api/v1/admin/tsdb/delete_series", [403, 403, 403]),
            ("POST", "p/resources/api/v1/query", [200, 200, 200]), ("GET", "p/resources/x", [200, 200, 200]),
            ("PUT", "e/resources/i/_mapping", [403, 403, 403]), ("DELETE", "e/resources/i/_mapping", [403, 403, 403]),
            ("POST", "e/resources/_msearch", [200, 200, 200]), ("GET", "e/resources/i/_mapping", [200, 200, 200]),
        ]
        for (method, path, statuses) in calls {
            let found = try callers.map { try $0.call(method, "/api/datasources/uid/\(path)").status }
            #expect(found == statuses, "\(method) \(path)")
        }
        #expect(upstream.requests.count == calls.flatMap(\.statuses).count { $0 == 200 })
    }

    @Test func callersCredentialsStayHereAndAnswersAreTamed() throws {
        let upstream = try ScriptedUpstream { _ in
            [
                .send(
                    Array(
                        "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Security-Policy: none\r\nContent-Length: 2\r\n\r\n{}"
                            .utf8))
            ]
        }
        let server = try server(("e", "elasticsearch", upstream.url))
        let answer = try server.admin.call(
            "GET", "/api/datasources/uid/e/resources/i/_mapping",
            fields: [("Cookie", "grafana_session=s"), ("X-Forwarded-User", "root"), ("X-Grafana-User", "root")])
        #expect(answer.status == 200)
        #expect(answer.field("set-cookie") == nil)
        #expect(answer.field("content-security-policy") == "sandbox")
        let request = try #require(upstream.requests.first)
        #expect(request.field("authorization") == nil && request.field("cookie") == nil)
        #expect(request.field("x-forwarded-user") == nil && request.field("x-grafana-user") == nil)
        #expect(request.field("user-agent")?.hasPrefix("Headgate") == true)
    }

    @Test("fifty queries of five sources are asked side by side: each source answers only when all have been asked")
    func sourcesAreAskedSideBySide() throws {
        let asked = Watched(0)
        let upstreams = try (0..<5).map { _ in
            try ScriptedUpstream { _ in
                asked.change { $0 += 1 }
                _ = try? asked.wait(for: "all sources to be asked") { $0 == 5 }
                return [.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"responses\":[]}".utf8))]
            }
        }
        let server = try HeadgateProcess()
        for (index, upstream) in upstreams.enumerated() {
            try server.admin.call(
                "POST", "/api/datasources",
                json:
                    #"{"name":"e\#(index)","uid":"e\#(index)","type":"elasticsearch","access":"proxy","url":"\#(upstream.url)","jsonData":{"timeField":"t","index":"i"}}"#
            )
        }
        let queries = (0..<50).map {
            #"{"refId":"r\#($0)","datasource":{"uid":"e\#($0 % 5)"},"query":"*","metrics":[{"type":"count","id":"1"}],"bucketAggs":[{"type":"date_histogram","id":"2"}]}"#
        }
        let answer = try ask(server, Self.query(queries.joined(separator: ",")))
        #expect(asked.current == 5)
        let results = try #require(try answer.json()["results"]?.object)
        #expect(results.count == 50)
    }

    @Test func aSourceThatCannotBeReachedLeavesTheOthersTheirAnswers() throws {
        let server = try server(("t", "testdata", ""), ("e", "elasticsearch", "http://127.0.0.1:1"))
        let answer = try ask(
            server,
            Self.query(
                #"{"refId":"A","datasource":{"uid":"t"},"scenarioId":"csv_metric_values","stringInput":"1,2"},{"refId":"B","datasource":{"uid":"e"},"query":"*","metrics":[{"type":"count","id":"1"}],"bucketAggs":[{"type":"date_histogram","id":"2"}]}"#
            ))
        #expect(answer.status == 400)
        let results = try answer.json()["results"]
        #expect(results?["A"]?["status"]?.int == 200)
        #expect(results?["B"]?["error"]?.string?.contains("127.0.0.1") == false)
    }
}
