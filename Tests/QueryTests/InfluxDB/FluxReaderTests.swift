import Bytes
import JSON
import TestSupport
import Testing

@testable import Query

/// Annotated CSV as frames.
@Suite struct FluxReaderTests {
    private static let plain =
        "#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string\r\n"
        + "#group,false,false,true,true,false,false,true,true,true\r\n#default,_result,,,,,,,,\r\n"
        + ",result,table,_start,_stop,_time,_value,_field,_measurement,host\r\n"
    private static let span = "2023-11-14T22:00:00Z,2023-11-14T23:00:00Z"

    private func read(
        _ text: String, seriesMax: Int = 1_000, pointsMax: Int = 1_000
    ) -> (frames: [DataFrame], error: String?) {
        var reader = FluxReader(Array(text.utf8), seriesMax: seriesMax, pointsMax: pointsMax)
        let error = reader.read()
        return (reader.frames, error?.text)
    }

    private func data(_ frame: DataFrame?) throws -> JSONTree? {
        var writer = JSONWriter()
        FrameEncoder.append(try #require(frame), refID: "A", to: &writer)
        return try JSONTree(parsing: writer.finish().span.copy())["data"]
    }

    @Test func seriesAreNamedByMeasurementAndField() throws {
        let (frames, error) = read(
            Self.plain + ",,0,\(Self.span),2023-11-14T22:13:20Z,1.5,usage,cpu,a\r\n"
                + ",,0,\(Self.span),2023-11-14T22:13:30.5Z,,usage,cpu,a\r\n"
                + ",,1,\(Self.span),2023-11-14T22:13:20Z,NaN,usage,cpu,b\r\n")
        #expect(error == nil)
        #expect(frames.map(\.name) == ["cpu", "cpu"])
        #expect(frames[0].fields.map(\.name) == ["Time", "usage"])
        #expect(frames[0].fields[0].labels == nil && frames[0].fields[1].labels == ["host": "a"])
        #expect(frames[1].fields[1].labels == ["host": "b"])
        #expect(
            try data(frames[0])?["values"] == [[1_700_000_000_000, 1_700_000_010_500], [.number(1.5), nil]])
        #expect(try data(frames[1])?["entities"]?.array?.last == ["NaN": [0]])
    }

    @Test func otherTablesKeepTheirNamesAndEveryType() throws {
        let (frames, error) = read(
            "#datatype,string,long,dateTime:RFC3339Nano,string,double,long,unsignedLong,boolean,duration,dateTime:RFC3339,base64Binary\n"
                + "#group,false,false,false,true,false,false,false,false,false,false,false\n"
                + "#default,_result,,,,,7,,,,,\n,result,table,t,tag,d,l,u,b,span,t2,raw\n"
                + ",,0,2023-11-14T22:13:20.000000001Z,\"a,\n\"\"b\"\"\",-2.5e3,,18446744073709551615,true,1h5m,,aGk=\n")
        #expect(error == nil)
        let frame = try #require(frames.first)
        #expect(frame.fields.map(\.name) == ["t", "t2", "d", "l", "u", "b", "span", "raw"])
        #expect(frame.fields.allSatisfy { $0.labels == ["tag": "a,\n\"b\""] && $0.isNullable })
        #expect(
            try data(frame)?["values"] == [
                [1_700_000_000_000], [nil], [-2500], [7], [.number(18_446_744_073_709_551_616)], [true],
                [3_900_000_000_000], ["aGk="],
            ])
    }

    @Test func tablesOfSeveralFormsFollowEachOther() {
        let other =
            "\r\n#datatype,string,long,string\r\n#group,false,false,false\r\n#default,other,,\r\n,result,table,name\r\n,,0,x\r\n"
        let (frames, error) = read(Self.plain + ",,0,\(Self.span),2023-11-14T22:13:20Z,1,f,m,a\r\n" + other)
        #expect(error == nil)
        #expect(frames.map { $0.fields.map(\.name) } == [["Time", "f"], ["name"]])
        #expect(read("").frames.isEmpty && read("\r\n").error == nil)
    }

    @Test(
        "bad answers are an error, and what came before stays",
        arguments: [
            (",,0,S,2023-11-14T22:13:20Z,1,f,m\r\n", "as many values"),
            (",,0,S,2023-11-14T22:13:20Z,x,f,m,a\r\n", #"a value of the column "_value" is no double"#),
            (",,0,S,yesterday,1,f,m,a\r\n", "is no dateTime:RFC3339"), (",,0,S,\"20", "a quote is not closed"),
            ("#datatype,string\r\n,a,b\r\n", "does not say what its columns hold"),
            ("#datatype,wish\r\n,a\r\n", "no matching converter found for [wish]"),
            (
                "#datatype,string,string\r\n#group,true,true\r\n,error,reference\r\n,\"out of, memory\",897\r\n",
                "out of, memory,897"
            ),
            ("#x\r\nerror,reference\r\nfailed,\r\n", "failed"),
        ])
    func badAnswersAreErrors(_ rest: String, _ words: String) {
        let good = Self.plain + ",,0,\(Self.span),2023-11-14T22:13:20Z,1,f,m,other\r\n"
        let (frames, error) = read(good + rest.replacing("S,", with: Self.span + ","))
        #expect(error?.contains(words) == true, "\(error ?? "none")")
        #expect(frames.count == 1)
    }

    @Test func answersAreBounded() {
        let rows = (0..<5).map { ",,\($0),\(Self.span),2023-11-14T22:13:20Z,1,f,m,h\($0 / 2)\r\n" }.joined()
        let cut = read(Self.plain + rows, seriesMax: 2)
        #expect(cut.frames.count == 2 && cut.error == "results are truncated, max series reached (2)")
        let long = read(Self.plain + rows, pointsMax: 1)
        #expect(long.frames.count == 1 && long.error?.contains("too many datapoints") == true)
    }
}
