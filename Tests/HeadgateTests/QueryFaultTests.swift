import Foundation
import TestSupport
import Testing

/// Data sources that answer queries with what is no answer: an error on that query, the query beside it answered, memory bounded.
@Suite struct QueryFaultTests {
    /// One query for each type whose answers are read.
    private struct Language {
        let name: String
        let type: String
        var jsonData: JSONTree = [:]
        let query: JSONTree

        static let all = [
            Language(name: "prometheus", type: "prometheus", query: ["expr": "up", "range": true]),
            Language(name: "instant", type: "prometheus", query: ["expr": "up", "instant": true, "range": false]),
            Language(name: "exemplars", type: "prometheus", query: ["expr": "up", "exemplar": true, "range": false]),
            Language(name: "loki", type: "loki", query: ["expr": "{a=\"b\"}", "queryType": "range"]),
            Language(name: "graphite", type: "graphite", query: ["target": "a.b"]),
            Language(
                name: "influxql", type: "influxdb", jsonData: ["dbName": "d"],
                query: ["query": "SELECT 1", "rawQuery": true]),
            Language(
                name: "elasticsearch", type: "elasticsearch", jsonData: ["timeField": "t", "index": "i"], query: counts),
            Language(
                name: "documents", type: "elasticsearch", jsonData: ["timeField": "t", "index": "i"], query: documents),
            Language(
                name: "opensearch", type: "grafana-opensearch-datasource",
                jsonData: ["timeField": "t", "database": "i"], query: counts),
        ]

        private static let counts: JSONTree = [
            "query": "*", "metrics": [["type": "count", "id": "1"]],
            "bucketAggs": [["type": "date_histogram", "id": "2", "settings": [:]]],
        ]
        private static let documents: JSONTree = [
            "query": "*", "metrics": [["type": "raw_data", "id": "1", "settings": [:]]], "bucketAggs": [],
        ]
    }

    private static let broken: [(name: String, body: String)] = [
        ("no JSON", "<html>\u{0}"), ("empty", ""),
        ("cut", #"{"status":"success","data":{"resultType":"matrix","result":["#),
        ("deep arrays", String(repeating: "[", count: 1 << 20)),
        ("deep objects", String(repeating: #"{"data":"#, count: 1 << 17)),
    ]

    /// JSON that some language could take for an answer, with values where others belong, and numbers that fit nowhere.
    private static let misshapen = [
        "[]", "{}", "null", "7", "\"x\"", "[[]]", "[null]",
        #"{"status":"success","data":{"resultType":"matrix","result":{"a":1}}}"#,
        #"{"status":"success","data":{"resultType":"matrix","result":[[],7,null,{"metric":7,"values":{}}]}}"#,
        #"{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1e999,"x"]}]}}"#,
        #"{"status":"success","data":{"resultType":"scalar","result":[-9e99,"1e999"]}}"#,
        #"{"status":"success","data":{"resultType":"streams","result":[[],7,null]}}"#,
        #"{"status":"success","data":{"resultType":"streams","result":[{"stream":{},"values":[["99999999999999999999","x"],["-1"],[]]}]}}"#,
        #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1e999,"1"],[9e18,"x"]]}]}}"#,
        #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"histograms":[[1,{"buckets":[[9e99,"x"]]}]]}]}}"#,
        #"{"status":"success","data":[{"seriesLabels":7,"exemplars":[{"labels":{},"value":"x","timestamp":-1e300}]}]}"#,
        #"{"results":[{"series":[{"columns":7,"values":{}}]},{"series":"x"}]}"#,
        #"{"results":[{"series":[{"name":"a","columns":["time","v"],"values":[[1e999,1],["x",{}],[9223372036854775808,null]]}]}]}"#,
        #"{"results":[{"series":[{"name":"a","columns":["time","v"],"values":[[1],[1,2,3],[]]}]}]}"#,
        #"[{"target":7,"datapoints":[["x"],[]]}]"#, #"[{"target":"a","datapoints":[[1e999,9e99],[null,-9e99]]}]"#,
        #"{"responses":[{"aggregations":{"2":{"buckets":[{"key":"x"},7]}}}]}"#, #"{"responses":7}"#,
        #"{"responses":[{"aggregations":{"2":{"buckets":[{"key":9e99,"doc_count":1e999}]}}}]}"#,
        #"{"responses":[{"hits":{"total":-1,"hits":[{"_source":7,"sort":{}},{"_source":{"t":[9e99,"x"]}}]}}]}"#,
        #"{"responses":[{"error":7},{"error":{"reason":{}}}]}"#,
    ]

    private let server: HeadgateProcess
    private let sound: String

    init() throws {
        server = try HeadgateProcess(arguments: ["--query-answer-megabytes", "2"])
        sound = try server.admin.createSource(["type": "testdata", "access": "proxy"])["uid"]?.string ?? ""
    }

    private func source(_ language: Language, at url: String) throws -> String {
        let created = try server.admin.createSource([
            "name": .string(language.name), "type": .string(language.type), "access": "proxy", "url": .string(url),
            "jsonData": language.jsonData,
        ])
        return try #require(created["uid"]?.string)
    }

    /// The results of a query of `uid` and one of a sound source beside it, which has its answer.
    private func result(_ language: Language, of uid: String, _ what: String) throws -> JSONTree {
        var query = language.query.object ?? [:]
        query["refId"] = "A"
        query["datasource"] = ["uid": .string(uid)]
        let beside: JSONTree = [
            "refId": "B", "datasource": ["uid": .string(sound)], "scenarioId": "csv_metric_values",
            "stringInput": "1,2",
        ]
        let answer = try server.admin.call(
            "POST", "/api/ds/query",
            json: ["from": "1700000000000", "to": "1700003600000", "queries": [.object(query), beside]])
        #expect(
            [200, 400].contains(answer.status), "\(language.name), \(what): \(answer.status) \(answer.text.prefix(200))"
        )
        let results = try answer.json()["results"]
        #expect(
            results?["B"]?["error"] == nil && results?["B"]?["frames"]?.array?.count == 1, "\(language.name), \(what)")
        return try #require(results?["A"], "\(language.name), \(what)")
    }

    /// Asks a source of each type that answers `steps`.
    private func each(
        _ what: String, _ steps: [ScriptedUpstream.Step], _ check: (JSONTree, Comment) throws -> Void
    ) throws {
        let upstream = try ScriptedUpstream { _ in steps }
        for language in Language.all {
            let uid = try source(language, at: upstream.url)
            try check(try result(language, of: uid, what), "\(language.name), \(what)")
            try server.admin.call("DELETE", "/api/datasources/uid/\(uid)")
        }
    }

    @Test("A-154: an answer that is no JSON is an error of its query alone")
    func brokenAnswerIsAnError() throws {
        for (name, body) in Self.broken {
            try each(name, [.send(ScriptedUpstream.answer(body))]) { result, comment in
                #expect(result["error"]?.string?.isEmpty == false, comment)
            }
        }
    }

    @Test("A-155: an answer of any other shape, with any numbers, leaves the others alone")
    func misshapenAnswerLeavesTheOthersAlone() throws {
        for body in Self.misshapen {
            try each(body, [.send(ScriptedUpstream.answer(body))]) { _, _ in }
        }
    }

    @Test func answerThatEndsEarlyIsAnError() throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{}"
        try each("short", [.send(Array(head.utf8)), .close]) { result, comment in
            #expect(result["error"]?.string == "The data source's answer ended early", comment)
        }
    }

    @Test("A-152: an answer without an end is an error, and takes no more memory than its limit")
    func endlessAnswerIsAnError() throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        let blank = Array(repeating: UInt8(ascii: " "), count: (1 << 18) - 1)
        let chunk = Array("40000\r\n[".utf8) + blank + Array("\r\n".utf8)
        let before = try server.peakMegabytes()
        try each("endless", [.send(Array(head.utf8))] + Array(repeating: .send(chunk), count: 400)) { result, comment in
            #expect(result["error"]?.string == "The data source's answer is larger than 2097152 bytes", comment)
        }
        #expect(try Sanitizer.isOn || server.peakMegabytes() < before + 64)
    }

    @Test("A-150: an answer that is small and stands for much is an error, and takes no more memory than its limit")
    func compressedBombIsAnError() throws {
        let bomb = Gzip.bomb(megabytes: 256)
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n"
        let before = try server.peakMegabytes()
        try each("bomb", [.send(Array(head.utf8) + bomb)]) { result, comment in
            #expect(result["error"]?.string == "The data source's answer is larger than 2097152 bytes", comment)
        }
        #expect(try Sanitizer.isOn || server.peakMegabytes() < before + 64)
    }
}
