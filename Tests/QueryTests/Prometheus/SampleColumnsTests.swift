import Bytes
import Testing

@testable import Query

@Suite struct SampleColumnsTests {
    /// The columns of a matrix's `values`, and how many samples went the fast way.
    private func columns(of samples: String) throws -> (
        times: String, values: String, special: SpecialValues, count: Int
    ) {
        let answer =
            #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":["# + samples + "]}]}}"
        let bytes = Array(answer.utf8)
        var reader = PrometheusReader(bytes.span)
        guard case .series(let series, _) = try reader.read().result, let first = series.first else {
            return ("", "", SpecialValues(), -1)
        }
        #expect(first.times.count == first.values.count)
        return (text(first.times), text(first.values), first.values.special, first.values.count)
    }

    private func text(_ column: NumberText) -> String { String(decoding: column.json, as: UTF8.self) }

    @Test(arguments: [
        (#"[1700000000,"1"]"#, "1700000000000", "1"), (#"[1700000000.5,"-0.10"]"#, "1700000000500", "-0.10"),
        (#"[1700000000.07,"1e-05"]"#, "1700000000070", "1e-05"),
        (#"[1700000000.781,"1.5e300"]"#, "1700000000781", "1.5e300"),
        (#"[170000000000,"0"]"#, "170000000000000", "0"),
        (#"[99999999,"123456789012345"]"#, "99999999000", "123456789012345"),
        (#"[1700000000,"0.12345678901234567890123"]"#, "1700000000000", "0.12345678901234567890123"),
        (#"[1700000000,"12345678"]"#, "1700000000000", "12345678"),
        (#"[1700000000,"1.12345678"]"#, "1700000000000", "1.12345678"),
        (#"[-1.5,"1"]"#, "-1500", "1"), (#"[0,"1"]"#, "0", "1"), (#"[1.7e9,"01"]"#, "1700000000000", "1"),
        (#"[1700000000.1239,"1."]"#, "1700000000124", "1"), (#" [ 1700000000 , "\u0031" ] "#, "1700000000000", "1"),
        (#"[1700000000,"+5"]"#, "1700000000000", "5"), (#"[1700000000,"0x10"]"#, "1700000000000", "16"),
        (#"[1700000000,"1234567890123456789"]"#, "1700000000000", "1234567890123456789"),
    ])
    func everySpellingBecomesTheSameNumber(sample: String, time: String, value: String) throws {
        // Far from the end of the text and near it, where the fast way does not look.
        let padding = [String](repeating: #"[1700000000,"7"]"#, count: 8)
        let (times, values, _, count) = try columns(of: ([sample] + padding + [sample]).joined(separator: ","))
        #expect(count == 10)
        let sevens = String(repeating: ",7", count: 8)
        let sameTimes = String(repeating: ",1700000000000", count: 8)
        #expect(times == time + sameTimes + "," + time)
        #expect(values == value + sevens + "," + value)
    }

    @Test func valuesThatJSONDoesNotKnowAreListed() throws {
        let texts = ["1", "NaN", "+Inf", "-Inf", "inf", "2"]
        let samples = texts.map { #"[1700000000,"\#($0)"]"# }.joined(separator: ",")
        let columns = try columns(of: samples)
        #expect(columns.values == "1,null,null,null,null,2")
        #expect(
            columns.special.nan == [1] && columns.special.infinite == [2, 4] && columns.special.negativeInfinite == [3])
    }

    @Test(arguments: [
        #"[1700000000,"x"]"#, #"[1700000000,""]"#, #"[1700000000,"1e400"]"#, #"[1700000000,"1 "]"#, #"[1700000000,1]"#,
        #"[1700000000,"1",2]"#, #"[1700000000]"#, #"["1700000000","1"]"#, #"[1e300,"1"]"#, #"[1700000000,"1""#,
        #"[,"1"]"#,
        #"[01700000000,"1"]"#, #"[1700000000,"--1"]"#, #"[1700000000,"infx"]"#, #"[1700000000,"0x"]"#, "null",
    ])
    func whatIsNoSampleIsRefused(sample: String) {
        let padding = String(repeating: #",[1700000000,"7"]"#, count: 8)
        #expect(throws: (any Error).self) { try columns(of: sample + padding) }
        #expect(throws: (any Error).self) { try columns(of: #"[1700000000,"7"],"# + sample) }
    }

    @Test func seriesWithTheSameTimesHoldThemOnce() throws {
        let series = #"{"metric":{},"values":[[1700000000,"1"],[1700000015,"2"]]}"#
        let bytes = Array(#"{"data":{"resultType":"matrix","result":[\#(series),\#(series)]}}"#.utf8)
        var reader = PrometheusReader(bytes.span)
        guard case .series(let all, _) = try reader.read().result else {
            Issue.record("no series")
            return
        }
        let places = all.map { $0.times.json.withUnsafeBufferPointer { $0.baseAddress } }
        #expect(places.count == 2 && places[0] == places[1])
    }
}
