import Catalog
import HTTP
import JSON
import Testing
import Upstream

@testable import Query

@Suite struct ElasticsearchLanguageTests {
    private func source(_ door: VectorDoor, _ settings: JSONValue = ["timeField": "@timestamp", "index": "logs"]) throws
        -> AskedSource
    {
        let source = DataSource(
            uid: "u", orgID: 1, name: "n", type: "elasticsearch", access: "proxy", url: "http://upstream.test",
            jsonData: settings)
        return try AskedSource(source, behind: door)
    }

    private func answering(_ status: Int, _ body: String) -> VectorDoor {
        VectorDoor(answering: SourceAnswer(status: status, body: Array(body.utf8)))
    }

    // MARK: Health

    @Test(arguments: [
        (200, #"{"status":"green"}"#, HealthReport.Status.ok, "Elasticsearch data source is healthy."),
        (200, #"{"status":"red"}"#, .error, "Health check failed: Elasticsearch data source is not healthy"),
        (408, "{}", .error, "Health check failed: Elasticsearch data source is not healthy. Request timed out"),
        (
            503, "down", .error,
            "Health check failed: Elasticsearch data source is not healthy. Status: 503 Service Unavailable"
        ),
        (
            200, "<html>", .unknown,
            "Health check failed: Failed to parse response from Elasticsearch. Response received: <html>"
        ),
    ])
    func healthIsTheClusters(_ status: Int, _ body: String, _ found: HealthReport.Status, _ message: String)
        async throws
    {
        let door = answering(status, body)
        let report = await ElasticsearchLanguage(flavor: .elasticsearch).health(of: try source(door))
        #expect(report?.status == found)
        #expect(report?.message == message)
        #expect(door.sent.map(\.path) == ["/_cluster/health"])
        #expect(door.sent.map(\.query) == ["wait_for_status=yellow"])
    }

    @Test func longAnswersAreShownInPart() async throws {
        let report = await ElasticsearchLanguage(flavor: .elasticsearch).health(
            of: try source(answering(200, String(repeating: "x", count: 500))))
        #expect(report?.message.hasSuffix("received: \(String(repeating: "x", count: 200))...") == true)
    }

    @Test func unreachableClusterIsSaidToBe() async throws {
        let door = VectorDoor([], failure: .upstream(.connectRefused))
        let report = await ElasticsearchLanguage(flavor: .elasticsearch).health(of: try source(door))
        #expect(report?.message == "Health check failed: Failed to connect to Elasticsearch")
    }

    @Test func sourceWithoutATimeFieldIsUnhealthy() async throws {
        let report = await ElasticsearchLanguage(flavor: .elasticsearch).health(
            of: try source(answering(200, "{}"), [:]))
        #expect(report?.status == .error)
        #expect(report?.message == "elasticsearch time field name is required")
    }

    @Test(arguments: [
        (
            #"{"fields":{"@timestamp":{"date":{}}}}"#, HealthReport.Status.ok,
            "Elasticsearch Serverless data source is healthy."
        ),
        (
            #"{"fields":{}}"#, .ok,
            "Elasticsearch Serverless data source is healthy. Warning: Could not find field @timestamp in index"
        ),
        (
            #"{"fields":{"@timestamp":{"long":{}}}}"#, .ok,
            "Elasticsearch Serverless data source is healthy. Warning: Could not find time field '@timestamp' with type date in index"
        ),
        (
            #"{"error":{"reason":"no such index"}}"#, .ok,
            "Elasticsearch Serverless data source is healthy. Warning: Error validating index: no such index"
        ),
        ("[]", .error, "Failed to parse fields from response"),
        ("<", .error, "Failed to unmarshal field capabilities response"),
    ])
    func clusterWithoutAStateIsAskedForItsFields(_ fields: String, _ status: HealthReport.Status, _ message: String)
        async throws
    {
        let door = VectorDoor([
            CannedAnswer(["path": "_cluster", "status": 410, "text": "gone"]),
            CannedAnswer(["path": "_field_caps", "text": .string(fields)]),
        ])
        let settings: JSONValue = ["timeField": "@timestamp", "index": "[logs-]YYYY", "interval": "Yearly"]
        let report = await ElasticsearchLanguage(flavor: .elasticsearch).health(of: try source(door, settings))
        #expect(report?.status == status)
        #expect(report?.message == message)
        #expect(door.sent.map(\.path).last == "/logs-%2A/_field_caps")
        #expect(door.sent.map(\.query).last == "fields=%40timestamp")
    }

    @Test(arguments: [
        (
            200,
            #"{"logs":{"mappings":{"@timestamp":{"full_name":"@timestamp","mapping":{"@timestamp":{"type":"date"}}}}}}"#,
            HealthReport.Status.ok, "Index OK. Time field name OK."
        ),
        (200, #"{"logs":{"mappings":{}}}"#, .ok, "Index OK. Note: No field named @timestamp found"),
        (
            200, #"{"logs":{"mappings":{"@timestamp":{"mapping":{"@timestamp":{"type":"long"}}}}}}"#, .ok,
            "Index OK. Note: @timestamp is not a date field"
        ),
        (404, #"{"error":{"reason":"no such index [logs]"},"status":404}"#, .error, "no such index [logs]"),
        (502, "<html>", .error, "OpenSearch answered 502 Bad Gateway"),
        (200, "[", .error, "Error parsing response: it is no JSON object"),
        (200, "{}", .error, "Index not found"),
    ])
    func openSearchIsAskedForTheTimeField(
        _ status: Int, _ body: String, _ found: HealthReport.Status, _ message: String
    ) async throws {
        let door = answering(status, body)
        let report = await ElasticsearchLanguage(flavor: .openSearch).health(
            of: try source(door, ["timeField": "@timestamp", "database": "logs"]))
        #expect(report?.status == found)
        #expect(report?.message == message)
        #expect(door.sent.map(\.path) == ["/logs/_mapping/field/%40timestamp"])
    }

    // MARK: Resources

    @Test(arguments: [
        ("GET", "", ""), ("GET", "_mapping", ""), ("GET", "a,b/_mapping", ""), ("GET", "_field_caps", "fields=*"),
        ("GET", "a/_field_caps", "fields=*"), ("POST", "_msearch", ""),
    ])
    func pathsOfEditorsAreAsked(_ method: String, _ path: String, _ query: String) async throws {
        let door = answering(404, #"{"a":1}"#)
        let call = ResourceCall(
            method, path, query: "x=1", fields: [("content-type", "application/x-ndjson")], body: Array("{}\n".utf8))
        let outcome = await ElasticsearchLanguage(flavor: .elasticsearch).resource(call, of: try source(door))
        guard case .answer(404, let fields, let body) = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(fields.map(\.value) == ["application/json"])
        #expect(body == Array(#"{"a":1}"#.utf8))
        #expect(door.sent.map(\.query) == [query])
        #expect(door.sent.map(\.body) == ["{}\n"])
    }

    @Test("A-017: what would write is refused as in a proxied call", arguments: ["POST", "PUT", "DELETE"])
    func writesAreRefused(_ method: String) async throws {
        let door = answering(200, "{}")
        let outcome = await ElasticsearchLanguage(flavor: .elasticsearch).resource(
            ResourceCall(method, "_mapping", query: "", fields: [], body: []), of: try source(door))
        guard case .refused = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(door.sent.isEmpty)
    }

    @Test(arguments: ["_cat/indices", "a/_msearch", "_search", "a/_mapping/", "x_mapping", "_mapping/x"])
    func otherPathsAreRefused(_ path: String) async throws {
        let door = answering(200, "{}")
        guard
            case .refused = await ElasticsearchLanguage(flavor: .elasticsearch).resource(
                ResourceCall("GET", path), of: try source(door))
        else { return #expect(Bool(false), "\(path) was asked") }
        #expect(door.sent.isEmpty)
    }

    // MARK: Queries

    private func query(_ refID: String, _ metrics: JSONValue) -> NativeQuery {
        let range = TimeRange(from: FrameTime(milliseconds: 0), to: FrameTime(milliseconds: 1))
        return NativeQuery(refID: refID, range: range, model: ["metrics": metrics, "bucketAggs": []])
    }

    @Test func queriesOfOneSourceAreOneCallAndFailAlone() async throws {
        let door = answering(200, #"{"responses":[{"hits":{"hits":[]}},{"error":{"reason":"bad"}}]}"#)
        let queries = [
            query("A", [["type": "raw_data"]]), query("B", [["type": "count"]]), query("C", [["type": "raw_document"]]),
        ]
        let results = await ElasticsearchLanguage(flavor: .elasticsearch).query(queries, of: try source(door)) ?? [:]
        #expect(door.sent.count == 1)
        #expect(results["A"]?.frames?.count == 1)
        #expect(results["B"]?.error?.text == "received invalid query. invalid query, missing metrics and aggregations")
        #expect(results["C"]?.error?.text == "bad")
    }

    @Test func unreachableSourceFailsEveryQuery() async throws {
        let door = VectorDoor([], failure: .upstream(.connectTimeout))
        let queries = [query("A", [["type": "raw_data"]]), query("B", [["type": "raw_data"]])]
        let results = await ElasticsearchLanguage(flavor: .elasticsearch).query(queries, of: try source(door)) ?? [:]
        #expect(results.mapValues { $0.error?.status } == ["A": 504, "B": 504])
    }
}
