import Bytes
import JSON
import Testing

@testable import Query

@Suite struct PrometheusReaderTests {
    private func read(_ text: String) throws -> PrometheusAnswer {
        let bytes = Array(text.utf8)
        var reader = PrometheusReader(bytes.span)
        return try reader.read()
    }

    @Test func resultsMayStandBeforeTheirType() throws {
        let answer = try read(
            #"{"data":{"result":[{"value":[5,"1"],"metric":{"a":"\u00e9"}}],"resultType":"vector"},"status":"success"}"#
        )
        guard case .series(let series, "vector") = answer.result else {
            Issue.record("\(answer.result)")
            return
        }
        #expect(series.map(\.labels) == [["a": "é"]])
        #expect(series.first?.times.json == Array("5000".utf8))
    }

    @Test func errorsAndRemarksAreRead() throws {
        let answer = try read(
            #"{"status":"error","errorType":"bad_data","error":"no","warnings":["w",1,null],"infos":"none","else":{"a":[1]}}"#
        )
        #expect(answer.refusal == "bad_data: no")
        #expect(answer.warnings == ["w"] && answer.infos.isEmpty)
    }

    @Test func nativeHistogramsBecomeBuckets() throws {
        let answer = try read(
            #"{"data":{"resultType":"matrix","result":[{"metric":{"__name__":"h"},"histograms":[[1700000000,{"count":"3","sum":"9","buckets":[[0,"1","2","1"],[3,"-1","+Inf","2"]]}],[1700000015,{"count":"0","sum":"0"}]]}]}}"#
        )
        guard case .series(let series, "matrix") = answer.result, let columns = series.first?.histograms else {
            Issue.record("\(answer.result)")
            return
        }
        #expect(
            columns.times == [FrameTime(milliseconds: 1_700_000_000_000), FrameTime(milliseconds: 1_700_000_000_000)])
        #expect(columns.boundaries == [0, 3])
        #expect(columns.lowerBounds == [1, -1] && columns.upperBounds == [2, .infinity] && columns.counts == [1, 2])
    }

    @Test func exemplarsKeepTheLabelsOfTheirSeries() throws {
        let answer = try read(
            #"{"data":[{"seriesLabels":{"job":"a"},"exemplars":[{"labels":{"traceID":"t"},"value":"6","timestamp":1700000000.5}]},{"exemplars":[{"timestamp":1,"value":"1"}],"seriesLabels":{"job":"b"}}]}"#
        )
        guard case .exemplars(let exemplars) = answer.result else {
            Issue.record("\(answer.result)")
            return
        }
        #expect(
            exemplars == [
                PrometheusExemplar(
                    milliseconds: 1_700_000_000_500, value: 6, labels: ["traceID": "t"], seriesLabels: ["job": "a"]),
                PrometheusExemplar(milliseconds: 1_000, value: 1, labels: [:], seriesLabels: ["job": "b"]),
            ])
    }

    @Test(arguments: [
        "", "not json", "[]", "{", #"{"data":5}"#, #"{"data":{}}"#, #"{"data":{"resultType":"streams","result":[]}}"#,
        #"{"data":{"resultType":"matrix","result":{}}}"#, #"{"data":{"resultType":"matrix","result":[5]}}"#,
        #"{"data":{"resultType":"matrix","result":[{"metric":{"a":1}}]}}"#,
        #"{"data":{"resultType":"scalar","result":[1,"x"]}}"#,
        #"{"data":{"resultType":"string","result":[1]}}"#, #"{"status":"success"}x"#, #"{"status":5}"#,
        #"{"data":{"resultType":"matrix","result":[{"histograms":[[1,{"buckets":[[300,"1","2","3"]]}]]}]}}"#,
        #"{"data":{"resultType":"matrix","result":[{"values":[[1700000000,"1"]]}"#,
    ])
    func otherAnswersAreRefused(text: String) {
        #expect(throws: (any Error).self) { try read(text) }
    }

    @Test func depthIsBounded() {
        let deep = #"{"else":"# + String(repeating: "[", count: 1_000_000)
        #expect(throws: JSONError.self) { try read(deep) }
    }
}
