import Bytes
import Testing

@testable import Downstream

@Suite struct LaneTableTests {
    private static func lane(_ stream: Int32) -> HTTP2Lane {
        var head = ByteBuffer()
        return HTTP2Lane(
            stream: stream, connection: nil, board: LaneBoard(), head: &head, isChunked: false, isRequestWhole: true)
    }

    @Test("each lane is found by its stream, whatever came and went before")
    func lanesAreFoundByTheirStreams() {
        var table = LaneTable()
        #expect(table.isEmpty && table[1] == nil && table.remove(1) == nil)
        let lanes = stride(from: Int32(1), to: 41, by: 2).map(Self.lane)
        for lane in lanes.prefix(12) + lanes.suffix(8).reversed() { table.insert(lane) }
        // Their numbers modulo 3 say which go.
        for lane in lanes where lane.stream % 3 == 0 { #expect(table.remove(lane.stream) === lane) }
        for lane in lanes {
            #expect(table[lane.stream] === (lane.stream % 3 == 0 ? nil : lane))
            #expect(table[lane.stream + 1] == nil && table.remove(lane.stream + 1) == nil)
        }
        #expect(table[0] == nil && table[.max] == nil)
        #expect(table.removeAll().map(\.stream) == lanes.map(\.stream).filter { $0 % 3 != 0 })
        #expect(table.isEmpty)
    }
}
