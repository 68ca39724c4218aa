import JSON
import Testing

@testable import Query

/// Details of Graphite's answers that no recording has.
@Suite struct GraphiteAnswerTests {
    private func frames(_ body: String, status: Int = 200) throws(QueryError) -> [DataFrame] {
        try GraphiteAnswer.frames(of: SourceAnswer(status: status, body: Array(body.utf8)))
    }

    private func error(_ body: String, status: Int = 200) -> QueryError? {
        do throws(QueryError) {
            _ = try frames(body, status: status)
            return nil
        } catch {
            return error
        }
    }

    @Test func metrictanksObjectIsRead() throws {
        let frames = try frames(
            #"{"version":"v0.1","meta":{},"series":[{"target":"a","datapoints":[[1,60]],"tags":{}}]}"#)
        #expect(frames.count == 1)
        #expect(frames.first?.fields.last?.config?.displayNameFromDS == "a")
    }

    @Test func tagsAreTexts() throws {
        let body = #"[{"target":"t","datapoints":[],"tags":{"a":1.50,"b":7,"c":"x","d":null,"e":[1],"name":"stored"}}]"#
        #expect(
            try frames(body).first?.fields.last?.labels == ["a": "1.5", "b": "7", "c": "x", "name": "t"])
    }

    @Test func pagesOfErrorsLoseTheirTags() {
        let page =
            "<body style=\"x\">\n<h1>Graphite encountered an unexpected error</h1><pre>Traceback\nbad   target</pre></body>"
        #expect(
            error(page, status: 500)?.text
                == "request failed with error: Graphite encountered an unexpected error\nTraceback bad target")
    }

    @Test(
        arguments: [
            ("", "unexpected end of JSON input"), ("[", "unexpected end of JSON input"), ("null", nil), ("[1]", nil),
            (#"[{"target":1}]"#, nil), (#"[{"datapoints":[[1]]}]"#, "failed to parse data point timestamp"),
            (#"[{"datapoints":[[1,null]]}]"#, "failed to parse data point timestamp"),
            (#"[{"datapoints":[[]]}]"#, "failed to parse data point"),
            (#"[{"datapoints":[[1,1e300]]}]"#, "a time of Graphite's answer is out of range"),
            (#"[{"datapoints":[["x",1]]}]"#, nil), (#"[] x"#, nil),
        ] as [(String, String?)])
    func wrongAnswersAreErrors(_ body: String, _ text: String?) {
        let error = error(body)
        #expect(error?.blame == .plugin)
        if let text { #expect(error?.text == text) }
    }

    @Test func unitsOfTargetsAreGraphites() {
        let range = TimeRange(from: FrameTime(milliseconds: -1), to: FrameTime(milliseconds: 1_999))
        let query = GraphiteQuery(
            NativeQuery(range: range, model: ["target": "f(a, '5m', '2M', '1h', 'm', 5m)", "isMetricTank": true]))
        #expect(query?.target == "f(a, '5min', '2mon', '1h', 'm', 5m)")
        #expect(query?.request.query == "meta=true")
        #expect(query.map { String(decoding: $0.request.body, as: UTF8.self).contains("from=-1&") } == true)
    }

    @Test func emptyTargetsAreLeftOutBesideOthers() async throws {
        let door = VectorDoor(answering: SourceAnswer(status: 200, body: Array("[]".utf8)))
        let zero = FrameTime(milliseconds: 0)
        let range = TimeRange(from: zero, to: zero)
        let results = await GraphiteLanguage().query(
            [NativeQuery(refID: "A", range: range), NativeQuery(refID: "B", range: range, model: ["target": "b"])],
            of: try AskedSource(.graphite, behind: door))
        #expect(results?.keys.sorted() == ["B"])
    }

    @Test func onlyTheFailingQueryFails() async throws {
        let canned = CannedAnswer(SourceAnswer(status: 200, body: Array("{".utf8)))
        let zero = FrameTime(milliseconds: 0)
        let range = TimeRange(from: zero, to: zero)
        let results = await GraphiteLanguage().query(
            [NativeQuery(refID: "A", range: range, model: ["target": "a"])],
            of: try AskedSource(.graphite, behind: VectorDoor([canned])))
        #expect(results?["A"]?.error?.text == "unexpected end of JSON input")
    }

    @Test(arguments: [
        ("metrics/find", "[]"), ("metrics/expand", "not JSON"), ("events", "{}"), ("functions", "<html>"),
    ])
    func uselessAnswersToResourceCallsFail(_ path: String, _ body: String) async throws {
        let door = VectorDoor(answering: SourceAnswer(status: 200, body: Array(body.utf8)))
        let call = ResourceCall("POST", path, body: Array(#"{"query":"a"}"#.utf8))
        let outcome = await GraphiteLanguage().resource(call, of: try AskedSource(.graphite, behind: door))
        switch outcome {
        case .answer: #expect(path == "metrics/find")
        case .failed(let text): #expect(text.hasPrefix("failed to handle resource request: "))
        default: Issue.record("\(outcome)")
        }
    }

    @Test func resourceCallsNeedAnObject() async throws {
        let door = VectorDoor(answering: SourceAnswer(status: 200, body: []))
        let outcome = await GraphiteLanguage().resource(
            ResourceCall("POST", "events", body: Array("[".utf8)), of: try AskedSource(.graphite, behind: door))
        guard case .badRequest = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(door.sent.isEmpty)
    }

    @Test func infinityIsNumbersThatReadersTakeForInfinite() throws {
        let body = Array(#"{"f":{"params":[{"default": Infinity}]}}"#.utf8)
        let rewritten = try #require(GraphiteFunctions.rewritten(SourceAnswer(status: 200, body: body)))
        #expect(String(decoding: rewritten, as: UTF8.self) == #"{"f":{"params":[{"default": 1e9999}]}}"#)
    }
}
