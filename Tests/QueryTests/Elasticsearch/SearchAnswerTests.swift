import Catalog
import JSON
import Testing

@testable import Query

/// Frames of answers that no vector has.
@Suite struct SearchAnswerTests {
    private func model(_ metrics: String, _ buckets: String, alias: String = "") throws -> ElasticsearchQuery {
        let model = #"{"refId":"A","query":"*","alias":"\#(alias)","metrics":\#(metrics),"bucketAggs":\#(buckets)}"#
        let range = TimeRange(from: FrameTime(milliseconds: 0), to: FrameTime(milliseconds: 60_000))
        return try ElasticsearchQuery(
            NativeQuery(range: range, model: JSONValue(parsing: Array(model.utf8).span).objectValue ?? [:]))
    }

    private func settings() throws -> ElasticsearchSettings {
        let settings: JSONValue = ["timeField": "@timestamp", "logMessageField": "msg", "logLevelField": "lvl"]
        return try ElasticsearchSettings(
            DataSource(uid: "u", orgID: 1, name: "n", type: "elasticsearch", access: "proxy", jsonData: settings))
    }

    private func result(_ body: String, status: Int = 200, of query: ElasticsearchQuery) throws -> QueryResult? {
        try SearchAnswer.results(of: SourceAnswer(status: status, body: Array(body.utf8)), for: [query], settings())[
            "A"]
    }

    private func frames(_ aggregations: String, of query: ElasticsearchQuery) throws -> [DataFrame] {
        try result(#"{"responses":[{"aggregations":\#(aggregations)}]}"#, of: query)?.frames ?? []
    }

    private let perMinute = #"{"type":"date_histogram","id":"2","field":"@timestamp","settings":{}}"#

    // MARK: Series

    @Test func pipelinesAreNamedAfterWhatTheyComputeFrom() throws {
        let query = try model(
            #"[{"type":"avg","id":"1","field":"n"},{"type":"derivative","id":"9","field":"1"},{"type":"bucket_script","id":"8","settings":{"script":"params.a * 2"},"pipelineVariables":[{"name":"a","pipelineAgg":"1"}]},{"type":"moving_fn","id":"7","field":"5"}]"#,
            "[\(perMinute)]")
        let frames = try frames(
            #"{"2":{"buckets":[{"key":0,"1":{"value":1}},{"key":60000,"1":{"value":2},"9":{"value":1,"normalized_value":5},"8":{"value":4},"7":{"value":"NaN"}}]}}"#,
            of: query)
        #expect(frames.map(\.name) == ["Average n", "Derivative Average n", "Average n * 2", "Unset"])
        #expect(frames.map(\.rowCount) == [2, 1, 1, 1])
        #expect(frames.map { $0.numbers(1) } == [[1, 2], [5], [4], [nil]])
    }

    @Test func statisticsPercentilesAndTopMetricsAreSeriesEach() throws {
        let query = try model(
            #"[{"type":"extended_stats","id":"1","field":"n","meta":{"std_deviation_bounds_upper":true,"avg":true,"min":false}},{"type":"percentiles","id":"3","field":"n"},{"type":"top_metrics","id":"4","settings":{"metrics":["a","b"]}}]"#,
            "[\(perMinute)]")
        let frames = try frames(
            #"{"2":{"buckets":[{"key":0,"1":{"avg":1,"std_deviation_bounds":{"upper":7}},"3":{"values":{"50.0":3,"5.0":"2.5"}},"4":{"top":[{"metrics":{"a":1,"b":null}}]}},{"key":1,"3":{}}]}}"#,
            of: query)
        #expect(
            frames.map(\.name) == [
                "Average n", "Std Dev Upper n", "p5.0 n", "p50.0 n", "Top Metrics a", "Top Metrics b",
            ])
        #expect(frames.map { $0.numbers(1) } == [[1, nil], [7, nil], [2.5, nil], [3, nil], [1, nil], [nil, nil]])
    }

    @Test func levelsOfBucketsBecomeNames() throws {
        let query = try model(
            #"[{"type":"count","id":"1"},{"type":"max","id":"5","field":"n"}]"#,
            #"[{"type":"filters","id":"4"},{"type":"nested","id":"6","field":"o"},{"type":"terms","id":"3","field":"app"},\#(perMinute)]"#
        )
        let frames = try frames(
            #"{"4":{"buckets":{"b":{"6":{"3":{"buckets":[{"key":7,"2":{"buckets":[{"key":5,"doc_count":2,"5":{"value":1}}]}}]}}},"a":{"6":{"3":{"buckets":[{"key":1,"key_as_string":"true","2":{"buckets":[]}}]}}}}}}"#,
            of: query)
        #expect(frames.map(\.name) == ["true a Count", "true a Max n", "7 b Count", "7 b Max n"])
    }

    @Test(arguments: [
        ("{{term app}}-{{app}}-{{metric}}-{{field}}", "web-web-Max-n"),
        ("{{term nope}}|{{nope}}|{{}}", "|{{nope}}|{{}}"),
        ("{{metricId}} {{open", "5 {{open"),
    ])
    func aliasIsFilledIn(_ alias: String, _ name: String) throws {
        let query = try model(
            #"[{"type":"max","id":"5","field":"n"}]"#, #"[{"type":"terms","id":"3","field":"app"},\#(perMinute)]"#,
            alias: alias)
        let frames = try frames(
            #"{"3":{"buckets":[{"key":"web","2":{"buckets":[{"key":5,"5":{"value":1}}]}}]}}"#, of: query)
        #expect(frames.map(\.name) == [name])
    }

    @Test func edgesAreTrimmedWhereSomethingIsLeft() throws {
        let trimmed = #"{"type":"date_histogram","id":"2","settings":{"trimEdges":"1"}}"#
        let query = try model(#"[{"type":"count","id":"1"}]"#, "[\(trimmed)]")
        let bucket = (0..<3).map { #"{"key":\#($0),"doc_count":\#($0)}"# }
        #expect(
            try frames(#"{"2":{"buckets":[\#(bucket.joined(separator: ","))]}}"#, of: query).map { $0.numbers(1) } == [
                [1]
            ])
        #expect(
            try frames(#"{"2":{"buckets":[\#(bucket[0]),\#(bucket[1])]}}"#, of: query).map { $0.numbers(1) } == [
                [0, 1]
            ])
    }

    @Test func hiddenMetricsAreAskedAndNotShown() throws {
        let query = try model(#"[{"type":"count","id":"1","hide":true}]"#, "[\(perMinute)]")
        #expect(
            try result(#"{"responses":[{"aggregations":{"2":{"buckets":[]}}}]}"#, of: query)?.frames?.isEmpty == true)
    }

    // MARK: Tables

    @Test func innermostTermsAreRows() throws {
        let query = try model(
            #"[{"type":"count","id":"1"},{"type":"avg","id":"5","field":"n"},{"type":"avg","id":"6","field":"m"}]"#,
            #"[{"type":"terms","id":"3","field":"app"},{"type":"histogram","id":"4","field":"size"}]"#)
        let frames = try frames(
            #"{"3":{"buckets":[{"key":"web","4":{"buckets":[{"key":0,"doc_count":2,"5":{"value":1.5}},{"key":5.5,"doc_count":1,"6":{"value":3}}]}},{"key":"db","4":{"buckets":[{"key":0,"doc_count":9}]}}]}}"#,
            of: query)
        #expect(frames.count == 1)
        #expect(frames.first?.fields.map(\.name) == ["app", "size", "Count", "Average n", "Average m"])
        #expect(frames.first?.texts(0) == ["web", "web", "db"])
        #expect(frames.first?.numbers(1) == [0, 5.5, 0])
        #expect(frames.first?.numbers(2) == [2, 1, 9])
        #expect(frames.first?.numbers(3) == [1.5, nil, nil])
    }

    // MARK: Documents

    @Test func logsHaveLevelIdAndWords() throws {
        let query = try model(#"[{"type":"logs","id":"1","settings":{"limit":"3"}}]"#, "[]")
        let hit =
            #"{"_index":"i","_id":"x","_source":{"@timestamp":"2023-11-14T22:13:20.000Z","msg":"one","lvl":"warn","o":{"a":{"b":true}}},"fields":{"@timestamp":["2023-11-14T22:13:20.5Z"],"two":[1,2]},"highlight":{"msg":["@HIGHLIGHT@one@/HIGHLIGHT@ and @HIGHLIGHT@two@/HIGHLIGHT@ @HIGHLIGHT@"]}}"#
        let frame = try #require(
            try result(#"{"responses":[{"hits":{"total":7,"hits":[\#(hit)]}}]}"#, of: query)?.frames?.first)
        #expect(
            frame.fields.map(\.name) == [
                "@timestamp", "msg", "_id", "_index", "_source", "_type", "highlight", "id", "level", "lvl", "o.a.b",
                "sort", "two",
            ])
        #expect(frame.meta?.custom == ["limit": 3, "searchWords": ["one", "two"], "total": 7])
        #expect(frame.texts(7) == ["i#x"])
        #expect(frame.texts(8) == ["warn"])
        guard case .time(let times)? = frame.fields.first?.column else { return #expect(Bool(false), "no times") }
        #expect(times == [FrameTime(milliseconds: 1_700_000_000_500)])
    }

    @Test func columnsOfMixedTypesKeepTheFirst() throws {
        let query = try model(#"[{"type":"raw_data","id":"1"}]"#, "[]")
        let hits = #"[{"_source":{"a":1,"@timestamp":5}},{"_source":{"a":"x","b":[1]}},{"_source":"no object"}]"#
        let frame = try #require(try result(#"{"responses":[{"hits":{"hits":\#(hits)}}]}"#, of: query)?.frames?.first)
        #expect(frame.fields.map(\.name) == ["@timestamp", "_id", "_index", "_type", "a", "b", "highlight", "sort"])
        #expect(frame.numbers(4) == [1, nil, nil])
        #expect(frame.rowCount == 3)
    }

    @Test func documentsWithTooManyFieldsAreRefused() throws {
        let query = try model(#"[{"type":"raw_data","id":"1"}]"#, "[]")
        let hits = (0..<2_000).map { row in
            #"{"_source":{"# + (0..<10).map { #""f\#(row)_\#($0)":1"# }.joined(separator: ",") + "}}"
        }
        let result = try result(#"{"responses":[{"hits":{"hits":[\#(hits.joined(separator: ","))]}}]}"#, of: query)
        #expect(result?.error?.text == "the answer has more than 2000000 values; ask for less")
        #expect(result?.frames == nil)
    }

    // MARK: Errors

    @Test(arguments: [
        (
            #"{"responses":[{"error":{"root_cause":[{"reason":"first"}],"reason":"second"},"status":400}]}"#, 200,
            "first"
        ),
        (#"{"responses":[{"error":{"root_cause":[],"reason":"second"}}]}"#, 200, "second"),
        (#"{"responses":[{"error":{"caused_by":{"reason":"third"}}}]}"#, 200, "third"),
        (#"{"responses":[{"error":{}}]}"#, 200, "Unknown elasticsearch error response"),
        (#"{"responses":[{"error":"a text"}]}"#, 200, "a text"),
        (#"{"error":{"reason":"no index"},"status":404}"#, 404, "unexpected status code: 404: no index"),
        (#"{}"#, 502, "unexpected status code: 502"), ("<html>", 502, "unexpected status code: 502"),
        ("no", 200, "the answer of Elasticsearch is not JSON"), ("", 200, "the answer of Elasticsearch is not JSON"),
        (#"{"responses":[{"aggregations""#, 200, "the answer of Elasticsearch is not JSON"),
        (#"{"responses":[]}"#, 200, "The answer of Elasticsearch has no response for this query"),
        (#"{"responses":{}}"#, 200, "The answer of Elasticsearch has no response for this query"),
        (
            #"{"responses":[{"aggregations":{"2":{"buckets":[{"doc_count":1}]}}}]}"#, 200,
            "a bucket of the date histogram has no time"
        ),
        (
            #"{"responses":[{"aggregations":{"2":{"buckets":[{"key":1e300}]}}}]}"#, 200,
            "a bucket of the date histogram has no time"
        ),
        (#"{"responses":[{"aggregations":{"2":{"buckets":[7]}}}]}"#, 200, "a bucket of the date histogram has no time"),
    ])
    func badAnswersAreErrors(_ body: String, _ status: Int, _ text: String) throws {
        let query = try model(#"[{"type":"count","id":"1"}]"#, "[\(perMinute)]")
        let result = try result(body, status: status, of: query)
        #expect(result?.error == QueryError(text))
        #expect(result?.frames == nil)
    }

    @Test("A-154: nesting is bounded", arguments: ["[", #"{"a":"#])
    func deepAnswersAreRefused(_ bracket: String) throws {
        let query = try model(#"[{"type":"count","id":"1"}]"#, "[\(perMinute)]")
        let result = try result(String(repeating: bracket, count: 100_000), of: query)
        #expect(result?.error?.text == "the answer of Elasticsearch is nested deeper than 100 levels")
    }

    @Test func nestedAggregationsInsideThemselvesAreNotFollowed() throws {
        let query = try model(
            #"[{"type":"count","id":"1"}]"#, #"[{"type":"nested","id":"6","field":"o"},\#(perMinute)]"#)
        let inside = String(repeating: #"{"6":"#, count: 60) + "{}" + String(repeating: "}", count: 60)
        #expect(try result(#"{"responses":[{"aggregations":\#(inside)}]}"#, of: query)?.error == nil)
    }

    @Test(arguments: [
        (#"[{"id":"1"}]"#, "[]", "received invalid query. a metric has no type"),
        (#"[{"type":"count"}]"#, "[]", "received invalid query. invalid query, missing metrics and aggregations"),
        ("[]", #"[{"id":"2"}]"#, "received invalid query. a bucket aggregation has no type"),
        ("[]", #"[{"type":"terms"}]"#, "received invalid query. a bucket aggregation has no id"),
        (
            #"[{"type":"bucket_script","pipelineVariables":[{}]}]"#, "[]",
            "received invalid query. a pipeline variable has no name or no metric"
        ),
    ])
    func badQueriesAreRefused(_ metrics: String, _ buckets: String, _ text: String) {
        #expect(throws: QueryError(text)) { try model(metrics, buckets) }
    }

    @Test func hugeQueriesAreRefused() {
        let bucket = #"{"type":"terms","id":"2"}"#
        let buckets = Array(repeating: bucket, count: 17).joined(separator: ",")
        #expect(throws: QueryError("received invalid query. more than 16 bucket aggregations")) {
            try model("[]", "[\(buckets)]")
        }
        let metrics = Array(repeating: #"{"type":"count"}"#, count: 129).joined(separator: ",")
        #expect(throws: QueryError("received invalid query. more than 128 metrics")) {
            try model("[\(metrics)]", "[\(bucket)]")
        }
    }
}

extension DataFrame {
    func numbers(_ place: Int) -> [Double?]? {
        guard case .float64(let values)? = fields.dropFirst(place).first?.column else { return nil }
        return values
    }

    func texts(_ place: Int) -> [String?]? {
        guard case .string(let values)? = fields.dropFirst(place).first?.column else { return nil }
        return values
    }
}
