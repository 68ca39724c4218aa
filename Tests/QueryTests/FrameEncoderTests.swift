import Bytes
import JSON
import Testing

@testable import Query

@Suite struct FrameEncoderTests {
    private func text(of frame: DataFrame) -> String {
        var json = JSONWriter()
        FrameEncoder.append(frame, refID: "A", to: &json)
        return String(decoding: json.finish().span.copy(), as: UTF8.self)
    }

    @Test func emptyFrameHasFieldsAndValues() {
        #expect(text(of: DataFrame()) == #"{"schema":{"refId":"A","fields":[]},"data":{"values":[]}}"#)
    }

    @Test func specialValuesAreNullAndListed() {
        let values: [Double?] = [1.5, .nan, nil, .infinity, -.infinity, 1e21]
        #expect(
            text(of: DataFrame(fields: [FrameField("v", .float64(values), labels: [:], isNullable: true)]))
                == #"{"schema":{"refId":"A","fields":[{"name":"v","type":"number","typeInfo":{"frame":"float64","nullable":true},"labels":{}}]},"#
                + #""data":{"values":[[1.5,null,null,null,null,1e+21]],"entities":[{"NaN":[1],"Inf":[3],"NegInf":[4]}]}}"#
        )
    }

    @Test func partsOfAMillisecondStandBeside() {
        let times = FrameField("t", .time([FrameTime(nanosecondsSince1970: -1), FrameTime(milliseconds: 5), nil]))
        let texts = FrameField("s", .string(["a", "b", nil]))
        #expect(
            text(of: DataFrame(fields: [times, texts])).hasSuffix(
                #""data":{"values":[[-1,5,null],["a","b",null]],"nanos":[[999999,0,0],null]}}"#))
    }

    @Test func metaStandsBeforeFieldsAndHasAVersion() {
        let meta = FrameMeta(
            type: "table", notices: [FrameNotice(.warning, "cut")], executedQueryString: "SELECT 1")
        #expect(
            text(of: DataFrame(name: "n", refID: "B", meta: meta))
                == #"{"schema":{"name":"n","refId":"B","meta":{"type":"table","typeVersion":[0,0],"notices":[{"severity":"warning","text":"cut"}],"executedQueryString":"SELECT 1"},"fields":[]},"data":{"values":[]}}"#
        )
    }

    @Test func readyNumbersPassThrough() {
        let ready = NumberText(json: Array("1.10,2e3".utf8), count: 2)
        #expect(
            text(of: DataFrame(fields: [FrameField("v", .numberText(ready))])).hasSuffix(
                #""data":{"values":[[1.10,2e3]]}}"#))
    }
}
