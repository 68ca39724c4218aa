import Bytes
import Testing

@testable import Upstream

@Suite struct CallBodyTests {
    /// Bytes that differ from place to place.
    private static let bytes = (0..<(6 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }

    private func body(by size: Int, reserving length: Int? = nil) -> CallBody {
        let body = CallBody()
        if let length { body.reserve(length) }
        for start in stride(from: 0, to: Self.bytes.count, by: size) {
            body.append(Self.bytes.span.extracting(start..<min(start + size, Self.bytes.count)))
        }
        return body
    }

    @Test(arguments: [100_003, 256 << 10, 1 << 20, 3 << 20])
    func noPieceGrowsBeyondItsBound(size: Int) {
        let body = body(by: size)
        #expect(body.count == Self.bytes.count && !body.isInOnePiece)
        #expect(body.pieces.allSatisfy { $0.count <= max(CallBody.pieceBytes, size) })
        #expect(body.take() == Self.bytes)
        #expect(body.count == 0 && body.take().isEmpty)
    }

    @Test func aBodyOfSaidLengthIsOnePiece() {
        let body = body(by: 100_003, reserving: Self.bytes.count)
        #expect(body.isInOnePiece)
        #expect(body.take() == Self.bytes)
    }

    @Test func aBodyThatIsLongerThanWhatWasReservedGoesOn() {
        let body = body(by: 100_003, reserving: 4 << 20)
        #expect(body.pieces.first.map { $0.count <= 4 << 20 } == true && !body.isInOnePiece)
        #expect(body.take() == Self.bytes)
    }

    @Test func nothingIsNothing() {
        #expect(CallBody().isInOnePiece && CallBody().take().isEmpty)
        let announced = CallBody()
        announced.reserve(0)
        #expect(announced.take().isEmpty)
    }
}
