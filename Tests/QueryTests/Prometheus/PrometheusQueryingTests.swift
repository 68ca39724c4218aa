import Catalog
import JSON
import Testing

@testable import Query

/// What conversations 11, 12 and 13 recorded, without a server, and what they leave out.
@Suite struct PrometheusQueryingTests {
    private static let source = DataSource(
        id: 1, uid: "p", orgID: 1, name: "p", type: "prometheus", access: "proxy", url: "http://upstream.test",
        database: "", jsonData: [:])

    private func ask(_ model: JSONObject, of door: VectorDoor, source: DataSource = source) async throws -> QueryResult?
    {
        let range = TimeRange(
            from: FrameTime(milliseconds: 1_700_000_000_000), to: FrameTime(milliseconds: 1_700_003_600_000))
        let query = NativeQuery(maxDataPoints: 300, range: range, model: model)
        return await PrometheusLanguage().query([query], of: try AskedSource(source, behind: door))?["A"]
    }

    private func canned(_ path: String, _ json: JSONValue, status: Int64 = 200) -> CannedAnswer {
        CannedAnswer(["path": .string(path), "json": json, "status": .number(JSONNumber(status))])
    }

    private static let vector: JSONValue = [
        "status": "success",
        "data": ["resultType": "vector", "result": [["metric": ["__name__": "up"], "value": [1_700_003_600, "1"]]]],
    ]

    @Test func rangeStandsBeforeInstantBeforeExemplars() async throws {
        let matrix: JSONValue = [
            "status": "success", "data": ["resultType": "matrix", "result": [["metric": [:], "values": [[1, "1"]]]]],
        ]
        let exemplars: JSONValue = [
            "status": "success",
            "data": [
                [
                    "seriesLabels": ["job": "a"],
                    "exemplars": [["labels": ["id": "t"], "value": "6", "timestamp": 1_700_000_001]],
                ]
            ],
        ]
        let door = VectorDoor([
            canned("query_range$", matrix), canned("query_exemplars$", exemplars), canned("query$", Self.vector),
        ])
        let result = try await ask(["expr": "up", "instant": true, "range": true, "exemplar": true], of: door)
        #expect(result?.error == nil)
        #expect(
            result?.frames?.map { $0.meta?.custom?["resultType"]?.stringValue } == ["matrix", "vector", "exemplar"])
        #expect(result?.frames?.last?.fields.map(\.name) == ["Time", "Value", "id", "job"])
        #expect(door.sent.count == 3)
    }

    /// `count` series without samples, and then one with a sample.
    private func manySeries(_ count: Int) -> SourceAnswer {
        let empty = String(repeating: #"{"metric":{},"values":[]},"#, count: count)
        let body =
            #"{"status":"success","data":{"resultType":"matrix","result":[\#(empty){"metric":{},"values":[[1,"1"]]}]}}"#
        return SourceAnswer(status: 200, body: Array(body.utf8))
    }

    @Test("series and samples beyond the bound are an error that says so", arguments: [124_999, 125_000, 125_001])
    func pointsAreBounded(series: Int) async throws {
        // A series counts as sixteen values: 124,999 leave room for one without samples.
        let result = try await ask(["expr": "up", "range": true], of: VectorDoor(answering: manySeries(series)))
        #expect(result?.error?.text == "the answer has more than 2000000 values; ask for less")
        #expect(result?.frames?.count == 1)
    }

    @Test func pointsUpToTheBoundAreAnswered() async throws {
        let result = try await ask(["expr": "up", "range": true], of: VectorDoor(answering: manySeries(124_998)))
        #expect(result?.error == nil)
        #expect(result?.frames?.count == 124_999)
    }

    @Test func exemplarsThatFailAreLeftOut() async throws {
        let door = VectorDoor([canned("query$", Self.vector)])
        let result = try await ask(["expr": "up", "instant": true, "exemplar": true], of: door)
        #expect(result?.error == nil)
        #expect(result?.frames?.count == 1)
    }

    @Test func refusalsAreTheSourcesWords() async throws {
        let door = VectorDoor([
            canned("query", ["status": "error", "errorType": "bad_data", "error": "parse error"], status: 400)
        ])
        let result = try await ask(["expr": "up"], of: door)
        #expect(result?.error == QueryError("bad_data: parse error", status: 400))
        #expect(result?.frames?.first?.meta?.executedQueryString == "Expr: up\nStep: 15s")
        #expect(result?.frames?.first?.meta?.custom == ["calculatedMinStep": 15_000])
    }

    @Test func otherStatusesAreTold() async throws {
        let door = VectorDoor(answering: SourceAnswer(status: 500, body: Array("<html>boom</html>".utf8)))
        let result = try await ask(["expr": "up"], of: door)
        #expect(result?.error == QueryError("unexpected response with status code 500: <html>boom</html>"))
        #expect(result?.frames?.first?.meta?.custom == nil)
    }

    @Test func answersThatAreNoneAreErrors() async throws {
        let door = VectorDoor(answering: SourceAnswer(status: 200, body: Array("not json".utf8)))
        let result = try await ask(["expr": "up"], of: door)
        #expect(result?.error?.status == 200)
        #expect(result?.error?.text.hasPrefix("response from prometheus couldn't be parsed") == true)
    }

    @Test func sourcesThatCannotBeAskedAreErrors() async throws {
        let result = try await ask(["expr": "up"], of: VectorDoor([], failure: .upstream(.connectRefused)))
        #expect(result?.error?.status == 502)
        #expect(result?.frames?.isEmpty == true)
    }

    @Test(
        arguments: [
            ["expr": 5], ["expr": "up", "range": "yes"], ["expr": "up", "intervalFactor": "2"],
            ["expr": "up", "interval": "1x"],
        ] as [JSONObject])
    func modelsOfAWrongShapeAreErrors(model: JSONObject) async throws {
        let door = VectorDoor([])
        let result = try await ask(model, of: door)
        #expect(result?.error?.status == 500)
        #expect(result?.error != nil && result?.frames == nil)
        #expect(door.sent.isEmpty)
    }

    @Test func settingsChooseTheMethodAndAddParameters() async throws {
        var source = Self.source
        source.jsonData = ["httpMethod": "GET", "customQueryParameters": "tenant=t1&x=a%20b"]
        let door = VectorDoor([canned("query$", Self.vector)])
        _ = try await ask(["expr": "up", "instant": true], of: door, source: source)
        #expect(door.sent.map(\.target) == ["/api/v1/query?query=up&time=1700003600&tenant=t1&x=a%20b"])
        #expect(door.sent.map(\.method) == ["GET"])
    }
}
