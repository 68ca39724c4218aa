import JSON
import TestSupport
import Testing

@testable import Query

/// Details of Loki's answers that no recording has.
@Suite struct LokiAnswerTests {
    private static let time = FrameTime(milliseconds: 1_700_003_600_000)

    private func frames(_ body: String, status: Int = 200, _ model: JSONObject = [:]) throws(QueryError) -> [DataFrame]
    {
        let query = try LokiQuery(NativeQuery(range: TimeRange(from: Self.time, to: Self.time), model: model))
        return try LokiAnswer.frames(of: SourceAnswer(status: status, body: Array(body.utf8)), to: query)
    }

    private func error(_ body: String, status: Int = 200) -> QueryError? {
        do throws(QueryError) {
            _ = try frames(body, status: status)
            return nil
        } catch {
            return error
        }
    }

    private func streams(_ result: String, more: String = "") -> String {
        #"{"status":"success","data":{"resultType":"streams","result":\#(result)\#(more)}}"#
    }

    private func texts(_ frame: DataFrame?, _ name: String) -> [String?] {
        guard case .string(let texts)? = frame?.fields.first(where: { $0.name == name })?.column else { return [] }
        return texts
    }

    private func values(_ frame: DataFrame?, _ name: String) -> [JSONValue?] {
        guard case .json(let values)? = frame?.fields.first(where: { $0.name == name })?.column else { return [] }
        return values
    }

    @Test func equalLinesHaveDistinctIDs() throws {
        let body = streams(#"[{"stream":{"a":"b"},"values":[["1","x"],["1","x"],["1","x"],["2","x"]]}]"#)
        let ids = texts(try frames(body).first, "id").map { $0 ?? "" }
        #expect(Set(ids).count == 4)
        #expect(ids[1] == ids[0] + "_1")
        #expect(ids[2] == ids[0] + "_2")
    }

    /// The hash is over Go's JSON, which escapes what HTML would take for its own: `{"a":"\u003cb\u003e\u0026"}`.
    @Test func idsHashLabelsAsGoWritesThem() throws {
        let body = streams(#"[{"stream":{"a":"<b>&"},"values":[["1","x"]]}]"#)
        #expect(texts(try frames(body).first, "id") == ["1_c45a8434"])
    }

    @Test func categorizedLabelsAreMergedAndTyped() throws {
        let body = streams(
            #"[{"stream":{"app":"x"},"values":[["1","l",{"structuredMetadata":{"trace":"t"},"parsed":{"level":"info"}}],["2","m",{}]]}]"#,
            more: #","encodingFlags":["categorize-labels"]"#)
        let frame = try frames(body).first
        #expect(frame?.fields.map(\.name) == ["labels", "Time", "Line", "tsNs", "labelTypes", "id"])
        #expect(values(frame, "labels") == [["app": "x", "level": "info", "trace": "t"], ["app": "x"]])
        #expect(values(frame, "labelTypes") == [["app": "I", "level": "P", "trace": "S"], ["app": "I"]])
    }

    @Test func metadataWithoutTheFlagIsLeftOut() throws {
        let frame = try frames(streams(#"[{"stream":{"app":"x"},"values":[["1","l",{"trace":"t"}]]}]"#)).first
        #expect(values(frame, "labels") == [["app": "x"]])
        #expect(frame?.fields.count == 5)
    }

    @Test func noLinesAreAnEmptyFrame() throws {
        let frame = try frames(streams("[]")).first
        #expect(frame?.fields.count == 5)
        #expect(frame?.rowCount == 0)
    }

    @Test func partsMayStandInAnyOrder() throws {
        let body =
            #"{"warnings":["cut"],"data":{"result":[{"values":[["5","l"]],"stream":{"a":"b"}}],"resultType":"streams"}}"#
        let frame = try frames(body).first
        #expect(texts(frame, "Line") == ["l"])
        #expect(values(frame, "labels") == [["a": "b"]])
        #expect(frame?.meta?.notices == [FrameNotice(.warning, "cut")])
    }

    @Test func statisticsOfStoreAndIngesterAreNamed() throws {
        let body = streams(
            "[]",
            more: #","stats":{"ingester":{"totalReached":7,"compressedBytes":15},"store":{"chunksDownloadTime":0.25}}"#)
        let stats = try frames(body).first?.meta?.stats ?? []
        #expect(stats.count == 19)
        #expect(stats[2]["displayName"] == "Store: chunks download time")
        #expect(stats[2]["value"]?.numberValue?.text == "0.25")
        #expect(stats[9] == ["displayName": "Ingester: total reached", "value": 7])
        #expect(stats[17] == ["displayName": "Ingester: compressed bytes", "unit": "decbytes", "value": 15])
    }

    @Test func specialValuesOfSeriesAreKept() throws {
        let body =
            #"{"data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"NaN"],[2.5,"+Inf"],[3,"-Inf"],[4,"1e+06"],[5,"0.10"]]}]}}"#
        let fields = try frames(body).first?.fields ?? []
        guard case .numberText(let text)? = fields.last?.column, case .time(let times)? = fields.first?.column else {
            Issue.record("no numbers")
            return
        }
        #expect(String(decoding: text.json, as: UTF8.self) == "null,null,null,1e+06,0.10")
        #expect(text.special.nan == [0] && text.special.infinite == [1] && text.special.negativeInfinite == [2])
        #expect(times[1] == FrameTime(milliseconds: 2_500))
    }

    @Test(
        arguments: [
            ("", "unexpected end of JSON input"), ("<html>", "invalid character '<' looking for beginning of value"),
            ("{}", "the answer of Loki has no result"), ("[]", nil), ("null", nil),
            (#"{"data":{"resultType":"streams","result":{}}}"#, nil),
            (
                #"{"data":{"resultType":"streams","result":[{"values":[["x","l"]]}]}}"#,
                "unexpected time format 'x' in response. response may have been truncated"
            ),
            (
                #"{"data":{"resultType":"streams","result":[{"values":[["1"]]}]}}"#,
                "a line of Loki's answer has no text"
            ),
            (#"{"data":{"resultType":"streams","result":[{"values":[[]]}]}}"#, "a line of Loki's answer is empty"),
            (
                #"{"data":{"resultType":"matrix","result":[{"values":[[1e300,"1"]]}]}}"#,
                "a time of Loki's answer is out of range"
            ),
            (
                #"{"data":{"resultType":"matrix","result":[{"values":[[1,"x"]]}]}}"#,
                #"a value of Loki's answer is no number: "x""#
            ),
            (#"{"data":{"resultType":"vector","result":[{"value":[1]}]}}"#, "a sample of Loki's answer has no value"),
            (#"{"data":{"resultType":"odd","result":[]}}"#, #"Loki answered with a result of an unknown type: "odd""#),
            (#"{"data":{"resultType":"matrix","result":[{"values":[[1,"1"]"#, "unexpected end of JSON input"),
        ] as [(String, String?)])
    func wrongAnswersAreErrors(_ body: String, _ text: String?) {
        let error = error(body)
        #expect(error != nil)
        if let text { #expect(error?.text == text) }
        #expect(error?.blame == .downstream)
    }

    @Test func deeplyNestedAnswersAreErrors() {
        #expect(error(#"{"data":{"stats":"# + String(repeating: "[", count: 100_000)) != nil)
    }

    @Test func longErrorsAreCut() {
        #expect((error(String(repeating: "x", count: 1 << 20), status: 500)?.text.utf8.count ?? 0) < 1_100)
    }

    @Test(
        arguments: [
            ["queryType": "stream"], ["direction": "up"], ["step": "x"], ["queryType": 5],
        ] as [JSONObject])
    func queriesThatCannotBeAskedSayWhy(_ model: JSONObject) {
        #expect(throws: QueryError.self) {
            try LokiQuery(NativeQuery(range: TimeRange(from: Self.time, to: Self.time), model: model))
        }
    }

    @Test func oneSourceCannotBringMoreValuesThanAllowed() {
        let lines = Array(repeating: #"["1",""]"#, count: PointBudget.pointsMax / 5 + 1).joined(separator: ",")
        #expect(error(streams(#"[{"stream":{},"values":[\#(lines)]}]"#))?.text.contains("more than") == true)
    }
}
