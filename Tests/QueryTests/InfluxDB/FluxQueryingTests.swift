import Catalog
import JSON
import Testing

@testable import Query

/// What an InfluxDB is asked in Flux, and what becomes of its answer.
@Suite struct FluxQueryingTests {
    private static let settings: JSONValue = [
        "version": "Flux", "organization": "my org", "defaultBucket": "plant", "maxSeries": 5,
    ]

    private func ask(
        _ text: String, answering answer: SourceAnswer, settings: JSONValue = settings, _ more: JSONObject = [:]
    ) async throws -> (QueryResult?, [SentRequest]) {
        var model = more
        model["query"] = .string(text)
        let range = TimeRange(
            from: FrameTime(milliseconds: 1_700_000_000_000), to: FrameTime(milliseconds: 1_700_003_600_500))
        let query = NativeQuery(intervalMilliseconds: 90_000, range: range, model: model)
        let door = VectorDoor(answering: answer)
        let results = await InfluxLanguage().query([query], of: try AskedSource(.influxDB(settings), behind: door))
        return (results?["A"], door.sent)
    }

    private static let nothing = SourceAnswer(status: 200, body: [])

    @Test(arguments: [
        ("v.timeRangeStart", "2023-11-14T22:13:20Z"), ("v.timeRangeStop", "2023-11-14T23:13:20.5Z"),
        ("every: v.windowPeriod)", "every: 1m30s)"), ("$__interval_ms/$__interval", "90000/1m"),
        ("bucket:v.bucket, v.defaultBucket", #"bucket:"mine", "plant""#), ("v.organization", #""my org""#),
        ("r.bucket env.bucket vv.bucket v.bucketed v.buckets", "r.bucket env.bucket vv.bucket v.bucketed v.buckets"),
        ("a.v.bucket v . bucket é", "a.v.bucket v . bucket é"),
    ])
    func macrosAreReplaced(_ text: String, _ expected: String) async throws {
        let (result, sent) = try await ask(text, answering: Self.nothing, ["options": ["bucket": "mine"]])
        let body = try JSONValue(parsing: Array((sent.first?.body ?? "").utf8).span)
        #expect(body["query"]?.stringValue == expected)
        #expect(body["type"] == "flux" && sent.first?.target == "/api/v2/query?org=my%20org")
        // What was asked is told, also when nothing was found.
        #expect(result?.frames?.map(\.meta?.executedQueryString) == [expected])
        #expect(result?.error == nil)
    }

    @Test func refusalsKeepTheirStatusAndWords() async throws {
        let refusal = SourceAnswer(
            status: 401, body: Array(#"{"code":"unauthorized","message":"unauthorized access"}"#.utf8))
        let (result, _) = try await ask("buckets()", answering: refusal)
        #expect(result?.error?.text == "unauthorized: unauthorized access" && result?.error?.status == 401)
        #expect(result?.frames?.first?.meta?.executedQueryString == "buckets()")
    }

    @Test func anOrganizationIsNeeded() async throws {
        let (result, sent) = try await ask("buckets()", answering: Self.nothing, settings: ["version": "Flux"])
        #expect(result?.error?.text == "missing organization in datasource configuration")
        #expect(sent.isEmpty)
    }

    @Test func otherVersionsAreRefused() async throws {
        let (result, sent) = try await ask("SELECT", answering: Self.nothing, settings: ["version": "SQL"])
        #expect(result?.error?.text == "Headgate asks InfluxDB in InfluxQL and Flux only")
        #expect(sent.isEmpty)
    }
}
