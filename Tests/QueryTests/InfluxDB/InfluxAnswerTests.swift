import JSON
import TestSupport
import Testing

@testable import Query

/// Details of InfluxDB's answers that no recording has.
@Suite struct InfluxAnswerTests {
    private static let range = TimeRange(from: FrameTime(milliseconds: 0), to: FrameTime(milliseconds: 60_000))

    private func frames(_ body: String, _ model: JSONObject = [:], status: Int = 200) throws(QueryError) -> [DataFrame]
    {
        let query = try InfluxQuery(NativeQuery(range: Self.range, model: model))
        let answer = SourceAnswer(status: status, body: Array(body.utf8))
        return try InfluxAnswer.frames(of: answer, to: query, asked: model["query"]?.stringValue ?? "SELECT")
    }

    private func series(_ series: String) -> String { #"{"results":[{"statement_id":0,"series":[\#(series)]}]}"# }

    private func text(_ column: FrameColumn?) -> String {
        switch column {
        case .string(let texts)?: texts.map { $0 ?? "-" }.joined(separator: ",")
        case .numberText(let text)?: String(decoding: text.json, as: UTF8.self)
        case .bool(let flags)?: flags.map { $0.map { "\($0)" } ?? "-" }.joined(separator: ",")
        case .float64(let values)?: values.map { $0.map { "\($0)" } ?? "-" }.joined(separator: ",")
        default: "?"
        }
    }

    @Test func columnsHaveTheTypeOfTheirFirstValue() throws {
        let body = series(
            #"{"name":"m","columns":["time","a","b","c"],"values":[[1,null,null,null],[2,1.50,"x",true],[3,"y",7,null],["no",1,1,1],[4]]}"#
        )
        let frames = try frames(body)
        #expect(frames.map { text($0.fields.last?.column) } == ["null,1.50,null,null", "-,x,-,-", "-,true,-,-"])
        #expect(frames.map(\.rowCount) == [4, 4, 4])
    }

    @Test func membersOfASeriesMayStandInAnyOrder() throws {
        let body = series(#"{"values":[[1,2]],"columns":["time","v"],"tags":{"t":"x"},"name":"m"}"#)
        #expect(try frames(body).first?.name == "m.v { t: x }")
    }

    @Test(arguments: [
        ("SHOW TAG VALUES WITH KEY = host", "a,b"), ("show tag values cardinality", "host,host"),
        ("SHOW DIAGNOSTICS", "host,a,host,b"), ("SHOW MEASUREMENTS", "host,host"),
    ])
    func rowsWithoutTimesAreTexts(_ query: String, _ texts: String) throws {
        let body = series(#"{"name":"cpu","columns":["key","value"],"values":[["host","a"],["host","b"]]}"#)
        let frame = try frames(body, ["query": .string(query), "rawQuery": true]).first
        #expect(text(frame?.fields.first?.column) == texts)
        #expect(frame?.fields.first?.name == "Value")
    }

    @Test func numbersAndFlagsAmongTextsAreWritten() throws {
        let body = series(#"{"name":"x","columns":["n"],"values":[[5],[true],[null],["s"]]}"#)
        #expect(text(try frames(body).first?.fields.first?.column) == "5,true,-,s")
    }

    @Test func tablesJoinSeries() throws {
        let body = series(
            #"{"name":"m","tags":{"h":"a"},"columns":["time","v"],"values":[[1,null]]},{"name":"m","tags":{"h":"b"},"columns":["time","v"],"values":[[2,"x"]]},{"name":"m","columns":["time","v"]}"#
        )
        let frame = try frames(body, ["resultFormat": "table"]).first
        #expect(frame?.fields.map(\.name) == ["Time", "h", "v"])
        #expect(frame?.fields.dropFirst().map { text($0.column) } == ["a,b", "-,x"])
    }

    @Test(arguments: [
        ("$m|$measurement|$col|$tag_dc|$0|$1|$9|$", "a.b|a.b|v|eu|a|b|$9|$"),
        ("[[tag_dc]] [[nope]] [[]] [[col", "eu [[nope]] [[]] [[col"),
        ("100 % ü", "100 % ü"),
    ])
    func aliasesAreReplaced(_ alias: String, _ name: String) throws {
        let body = series(#"{"name":"a.b","tags":{"dc":"eu"},"columns":["time","v"],"values":[[1,2]]}"#)
        #expect(try frames(body, ["alias": .string(alias)]).first?.name == name)
    }

    @Test(arguments: [
        (200, #"{"error":"busy"}"#, "busy"), (200, #"{"results":[{"error":"no such db"}]}"#, "no such db"),
        (503, #"{"message":"gone"}"#, "InfluxDB returned error: gone"),
        (502, "<html>", "InfluxDB returned error: <html>"),
        (200, "", "unexpected end of JSON input"), (200, "x", "invalid character 'x' looking for beginning of value"),
    ])
    func errorsAreTold(_ status: Int, _ body: String, _ text: String) {
        let error = #expect(throws: QueryError.self) { try frames(body, status: status) }
        #expect(error?.text == text)
        #expect(error?.status == 500)
    }

    @Test(arguments: [
        "[]", #"{"results":[{"series":[5]}]}"#, #"{"results":[{"series":[{"columns":5}]}]}"#,
        #"{"results":[{"series":[{"columns":["time"],"values":[5]}]}]}"#, #"{"results":["#,
    ])
    func wrongShapesAreErrors(_ body: String) {
        #expect(throws: QueryError.self) { try frames(body) }
    }

    @Test func noResultsAreNoFrames() throws {
        #expect(try frames(#"{"results":[]}"#).isEmpty)
        #expect(try frames(#"{"results":[{"statement_id":0}]}"#, ["resultFormat": "table"]).isEmpty)
    }

    @Test(
        arguments: [
            ["select": [[["type": "nope", "params": []]]]], ["select": [[["params": []]]]],
            ["groupBy": [["type": "tag", "params": []]]], ["tags": [["key": "a"]]],
            ["select": [[["type": "field", "params": [true]]]]],
        ] as [JSONObject])
    func queriesThatCannotBeBuiltSayWhy(_ model: JSONObject) {
        let error = #expect(throws: QueryError.self) { try frames("", model) }
        #expect(error?.status == 400)
    }

    @Test func manySeriesWithoutValuesAreRefused() {
        let one = #"{"columns":["time","a"]}"#
        let body = series(Array(repeating: one, count: PointBudget.pointsMax / 16 + 1).joined(separator: ","))
        let error = #expect(throws: QueryError.self) { try frames(body) }
        #expect(error?.text.contains("more than") == true)
    }
}
