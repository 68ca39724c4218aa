import JSON
import Testing

@testable import Query

@Suite struct TestDataAnswerTests {
    private let hour = TimeRange(
        from: FrameTime(milliseconds: 1_700_000_000_000), to: FrameTime(milliseconds: 1_700_003_600_000))

    private func answer(
        _ scenario: String, _ more: JSONObject = [:], range: TimeRange? = nil, interval: Int64 = 15_000,
        within budget: PointBudget = PointBudget()
    ) -> QueryResult? {
        var model: JSONObject = ["scenarioId": .string(scenario)]
        for member in more.members { model[member.key] = member.value }
        let query = NativeQuery(intervalMilliseconds: interval, maxDataPoints: 300, range: range ?? hour, model: model)
        var budget = budget
        return TestDataAnswer(TestDataModel(query), login: "ann").result(within: &budget)
    }

    private func times(_ frame: DataFrame?) -> [Int64?] {
        guard case .time(let times)? = frame?.fields.first?.column else { return [] }
        return times.map { $0?.milliseconds }
    }

    @Test func valuesAreSpreadOverTheRange() throws {
        let frame = try #require(answer("csv_metric_values", ["stringInput": "1, 20,null,5"])?.frames?.first)
        #expect(times(frame) == [1_700_000_000_000, 1_700_001_200_000, 1_700_002_400_000, 1_700_003_600_000])
        #expect(frame.fields[1].name == "A-series")
        guard case .integer([1, 20, nil, 5], .int64) = frame.fields[1].column else {
            return #expect(Bool(false), "\(frame)")
        }
    }

    @Test(arguments: [
        ("1,2", "int64"), ("1.5,nan", "float64"), ("a,1", "string"), ("T,false", "bool"), ("null", "string"),
        ("1,99999999999999999999", "float64"),
    ])
    func valuesHaveTheTypeThatFitsAll(_ text: String, _ type: String) {
        let frame = answer("csv_metric_values", ["stringInput": .string(text)])?.frames?.first
        #expect(frame?.fields.last?.column.typeNames.frame == type)
    }

    @Test func extremeRangesAreNoTrap() {
        let all = TimeRange(from: FrameTime(milliseconds: .min), to: FrameTime(milliseconds: .max))
        let end = TimeRange(from: FrameTime(milliseconds: .max - 1), to: FrameTime(milliseconds: .max))
        for scenario in TestDataScenario.allCases {
            for range in [all, end, TimeRange(from: all.to, to: all.from)] {
                for interval in [Int64.min, 0, 1, .max] {
                    let more: JSONObject = [
                        "stringInput": "1,2,3", "csvContent": "time,v\n9e18,1\n", "lines": 5,
                        "pulseWave": ["timeStep": 60, "onCount": 1, "offCount": 1, "onValue": 1, "offValue": "null"],
                        "csvWave": [["timeStep": 9_000_000_000_000_000, "valuesCSV": "1,2,"]],
                    ]
                    _ = answer(scenario.rawValue, more, range: range, interval: interval)
                }
            }
        }
    }

    @Test func tableHasTimesLabelsAndMissingValues() throws {
        let content = "time,\"a, b\",\"v{x=\"\"1\"\"}\"\n2020-01-01T00:00:00Z,x,1\n\nnever,,2.5\n"
        let frame = try #require(answer("csv_content", ["csvContent": .string(content), "alias": "t"])?.frames?.first)
        #expect(frame.name == "t")
        #expect(frame.fields.map(\.name) == ["time", "a, b", "v"])
        #expect(times(frame) == [1_577_836_800_000, nil])
        #expect(frame.texts(1) == ["x", nil])
        #expect(frame.numbers(2) == [1, 2.5])
        #expect(frame.fields[2].labels == ["x": "1"])
    }

    @Test(arguments: [
        ("a,b\n1\n", "record on line 2: wrong number of fields"),
        ("a\nx\"y\n", "record on line 2: bare quote in a value"),
        ("a\n\"x\"y\n", "record on line 2: bare quote in a value"),
        ("a\n\n\"x\n\n", "record on line 3: a quote is not closed"),
    ])
    func badTablesAreErrors(_ content: String, _ text: String) {
        #expect(answer("csv_content", ["csvContent": .string(content)])?.error?.text == "failed to read line: \(text)")
    }

    @Test func walkIsTheSameForTheSameRange() {
        let first = answer("random_walk", ["seriesCount": 2, "labels": "{n=\"s$seriesIndex\"}"])?.frames ?? []
        let second = answer("random_walk", ["seriesCount": 2])?.frames ?? []
        #expect(first.map { $0.numbers(1) } == second.map { $0.numbers(1) })
        #expect(first.map { $0.fields[1].name } == ["A-series", "A-series1"])
        #expect(first.map { $0.fields[1].labels } == [["n": "s0"], ["n": "s1"]])
        #expect(first.map(\.rowCount) == [240, 240])
        #expect(first.first?.numbers(1) != first.last?.numbers(1))
    }

    @Test func walkKeepsItsBounds() throws {
        let frame = answer("random_walk", ["min": 5, "max": 6, "startValue": 100, "spread": 50])?.frames?.first
        let values = try #require(frame?.numbers(1)).compactMap { $0 }
        #expect(values.allSatisfy { (5...6).contains($0) })
        #expect(answer("random_walk", ["dropPercent": 100])?.frames?.first?.rowCount == 0)
    }

    @Test(arguments: [201, Int64.max])
    func hugeWalksAreRefusedAndLeaveOthersTheirShare(_ count: Int64) {
        let year = TimeRange(from: FrameTime(milliseconds: 0), to: FrameTime(milliseconds: 31_536_000_000))
        let result = answer("random_walk", ["seriesCount": .number(JSONNumber(count))], range: year, interval: 1)
        #expect(result?.error?.text == "the answer has more than 2000000 values; ask for less")
    }

    @Test func pulseIsAnchoredTo1970() {
        let wave: JSONObject = [
            "pulseWave": ["timeStep": 60, "onCount": 2, "offCount": 1, "onValue": 2, "offValue": "nan"]
        ]
        let range = TimeRange(from: FrameTime(milliseconds: 90_000), to: FrameTime(milliseconds: 300_000))
        let frame = answer("predictable_pulse", wave, range: range)?.frames?.first
        #expect(times(frame) == [60_000, 120_000, 180_000, 240_000])
        #expect(frame?.numbers(1)?.map { $0?.isNaN == true } == [false, true, false, false])
    }

    @Test func wavesRepeatTheirValues() {
        let waves: JSONObject = [
            "csvWave": [["timeStep": 60, "valuesCSV": "1, null,3,", "name": "w"], ["timeStep": 30, "valuesCSV": "7"]]
        ]
        let range = TimeRange(from: FrameTime(milliseconds: 0), to: FrameTime(milliseconds: 240_000))
        let frames = answer("predictable_csv_wave", waves, range: range)?.frames
        #expect(frames?.map(\.name) == ["w", "A-series"])
        #expect(frames?.first?.numbers(1) == [1, nil, 3, 1])
        #expect(frames?.last?.rowCount == 8)
    }

    @Test(
        arguments: [
            ["timeStep": 0, "onCount": 1, "onValue": 1, "offValue": 1], ["timeStep": 1, "onValue": 1, "offValue": 1],
            ["timeStep": 1, "onCount": 1, "onValue": "x", "offValue": 1],
            ["timeStep": 9_223_372_036_854_775_807, "onCount": 1],
            ["timeStep": 1, "onCount": 9_223_372_036_854_775_807, "offCount": 1, "onValue": 1, "offValue": 1], [:],
        ] as [JSONObject])
    func senselessPulsesAreRefused(_ pulse: JSONObject) {
        #expect(answer("predictable_pulse", ["pulseWave": .object(pulse)])?.error?.status == 400)
    }

    @Test(arguments: ["no_data_points", "live", "annotations", "streaming_client", "grafana_api", "steps"])
    func clientsMakeTheRestThemselves(_ scenario: String) {
        #expect(answer(scenario) == nil)
    }

    @Test func unknownScenarioSaysWhatIsWrong() {
        #expect(answer("nope")?.error == QueryError("unknown test data scenario: nope", blame: .plugin, status: 400))
    }

    @Test func errorsHaveTheirFrames() {
        let result = answer("random_walk_with_error")
        #expect(result?.error?.text == "this is an error and it can include URLs http://grafana.com/")
        #expect(result?.frames?.count == 1)
        #expect(answer("error_with_source", ["errorSource": "downstream"])?.error?.blame == .downstream)
        #expect(answer("error_with_source")?.error?.blame == .plugin)
    }

    @Test func serverErrorBreaksTheWholeAnswerUnlessThereIsInput() {
        #expect(answer("server_error_500")?.error?.failsRequest == true)
        #expect(answer("server_error_500", ["stringInput": "1,2"])?.frames?.first?.rowCount == 2)
    }

    @Test func fixedFramesHaveTheirShape() {
        #expect(times(answer("datapoints_outside_range")?.frames?.first) == [1_699_996_400_000])
        #expect(answer("table_static")?.frames?.first?.rowCount == 10)
        let heatmap = answer("exponential_heatmap_bucket_data")?.frames?.first
        #expect(heatmap?.fields.map(\.name) == ["time", "1", "2", "4", "8", "16", "32", "64", "128", "256", "512"])
        #expect(answer("linear_heatmap_bucket_data")?.frames?.first?.fields.last?.name == "90")
        let logs = answer("logs", ["lines": 3, "levelColumn": true])?.frames?.first
        #expect(logs?.fields.map(\.name) == ["labels", "timestamp", "body", "id", "labelTypes"])
        #expect(
            times(DataFrame(fields: Array(logs?.fields.dropFirst() ?? []))) == [
                1_700_003_600_000, 1_700_003_585_000, 1_700_003_570_000,
            ])
        #expect(answer("random_walk_table", ["withNil": true])?.frames?.first?.rowCount == 240)
        #expect(answer("query_meta")?.frames?.first?.texts(1) == ["ann"])
    }
}
