import Bytes
import JSON

/// Reads an answer of 100 series by 1,000 samples as often as the argument says, and writes its columns as a frame's values.
@main struct Samples {
    static func main() {
        let rounds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1
        let body = answer(series: 100, samples: 1_000)
        var written = 0
        for _ in 0..<rounds { written += transcoded(body) }
        print(body.count, rounds, written)
    }

    static func transcoded(_ body: [UInt8]) -> Int {
        var reader = PrometheusReader(body.span)
        guard let answer = try? reader.read(), case .series(let all, _) = answer.result else { return 0 }
        var json = JSONWriter()
        json.beginArray()
        for series in all {
            for column in [series.times, series.values] {
                json.beginArray()
                json.elements(column.json)
                json.endArray()
            }
        }
        json.endArray()
        return json.finish().count
    }

    static func answer(series: Int, samples: Int) -> [UInt8] {
        var state: UInt64 = 1
        var text = #"{"status":"success","data":{"resultType":"matrix","result":["#
        for number in 0..<series {
            text +=
                (number == 0 ? "" : ",")
                + #"{"metric":{"__name__":"up","instance":"host-\#(number):9100","job":"node"},"values":["#
            for sample in 0..<samples {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let value = Double(state >> 11) / 9_007_199_254_740_992
                text += (sample == 0 ? "" : ",") + "[\(1_700_000_000 + sample * 15),\"\(value)\"]"
            }
            text += "]}"
        }
        return Array((text + "]}}").utf8)
    }
}
