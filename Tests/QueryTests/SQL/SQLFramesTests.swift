import JSON
import Testing

@testable import Query

@Suite struct SQLFramesTests {
    private let range = TimeRange(from: FrameTime(milliseconds: 60_500), to: FrameTime(milliseconds: 180_000))

    private func frames(_ format: String, fill: GapFill? = nil, _ range: TimeRange? = nil) throws -> SQLFrames {
        let range = range ?? self.range
        let query = NativeQuery(range: range, model: ["format": .string(format)])
        return SQLFrames(query: try SQLQuery(query), range: range, fill: fill)
    }

    private func times(_ seconds: Int64?...) -> FrameField {
        FrameField("time", .time(seconds.map { $0.map { FrameTime(milliseconds: $0 * 1_000) } }), isNullable: true)
    }

    private func doubles(_ field: FrameField) -> [Double?] {
        guard case .float64(let values) = field.column else { return [] }
        return values
    }

    private func milliseconds(_ field: FrameField) -> [Int64?] {
        guard case .time(let values) = field.column else { return [] }
        return values.map { $0?.milliseconds }
    }

    @Test func rowsWithoutTimesInOrderAreRefused() throws {
        let table = DataFrame(fields: [
            times(2, 1), FrameField("host", .string(["a", "b"])), FrameField("v", .float64([1, 2])),
        ])
        #expect(throws: QueryError.self) { try frames("time_series").frame(from: table) }
        let hole = DataFrame(fields: [
            times(1, nil), FrameField("host", .string(["a", "b"])), FrameField("v", .float64([1, 2])),
        ])
        #expect(throws: QueryError.self) { try frames("time_series").frame(from: hole) }
    }

    @Test func labelsBecomeColumns() throws {
        let table = DataFrame(fields: [
            times(1, 1, 2), FrameField("host", .string(["a", "b", "b"])), FrameField("zone", .string([nil, "x", "x"])),
            FrameField("n", .integer([1, 2, 3], .int64)),
        ])
        let wide = try frames("time_series").frame(from: table)
        #expect(wide.meta?.type == "timeseries-wide")
        #expect(milliseconds(wide.fields[0]) == [1_000, 2_000])
        #expect(wide.fields.dropFirst().map(\.labels) == [["host": "a", "zone": ""], ["host": "b", "zone": "x"]])
        #expect(wide.fields.dropFirst().map(doubles) == [[1, nil], [2, 3]])
    }

    @Test(arguments: [
        (GapFill.Mode.null, [Double?](arrayLiteral: nil, 1, nil)), (.previous, [nil, 1, 1]), (.value(7), [7, 1, 7]),
    ])
    func gapsAreFilled(_ mode: GapFill.Mode, _ expected: [Double?]) throws {
        let table = DataFrame(fields: [times(90), FrameField("v", .float64([1]))])
        let fill = GapFill(mode: mode, interval: .minute)
        let filled = try frames("time_series", fill: fill).frame(from: table)
        #expect(milliseconds(filled.fields[0]) == [60_000, 120_000, 180_000])
        #expect(doubles(filled.fields[1]) == expected)
    }

    @Test func aRangeOfTooManyPointsIsRefused() throws {
        let table = DataFrame(fields: [times(1), FrameField("v", .float64([1]))])
        let wide = TimeRange(from: FrameTime(milliseconds: .min), to: FrameTime(milliseconds: .max))
        let fill = GapFill(mode: .null, interval: .second)
        #expect(throws: QueryError.self) { try frames("time_series", fill: fill, wide).frame(from: table) }
    }

    @Test(arguments: [
        (1_700_000_000.0, Int64(1_700_000_000_000)), (1_700_000_000_000.0, 1_700_000_000_000),
        (1_700_000_000_000_000_000.0, 1_700_000_000_000), (5.0, 5), (1_700_000_000.5, 1_700_000_000_500),
    ])
    func numbersAreTimesBySize(_ number: Double, _ milliseconds: Int64) {
        #expect(FrameTime(epoch: number)?.milliseconds == milliseconds)
    }

    @Test(arguments: [Double.nan, .infinity, 1e300, -1e300])
    func numbersThatAreNoTimesAreNothing(_ number: Double) {
        #expect(FrameTime(epoch: number) == nil)
    }

    @Test func otherFormatsAreRefusedByName() {
        #expect(throws: QueryError("unrecognized query model format: \"graph\"", blame: .plugin)) {
            try SQLQuery(NativeQuery(range: range, model: ["format": .string("graph")]))
        }
    }
}
