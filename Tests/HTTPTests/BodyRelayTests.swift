import Bytes
import HTTP
import TestSupport
import Testing

@Suite struct BodyRelayTests {
    /// A body, how it is framed, its bytes on the wire, and what follows it there.
    private struct Wire {
        let framing: BodyFraming
        let payload: [UInt8]
        let bytes: [UInt8]
    }

    private static let behind = Array("GET /next HTTP/1.1\r\n".utf8)

    private func draw(_ random: inout SeededGenerator) -> Wire {
        let payload = (0..<Int.random(in: 1...300, using: &random)).map { _ in
            // Many line ends and digits, so that payload looks like framing.
            Array("\r\n0123456789abcdef;:".utf8).randomElement(using: &random) ?? 0
        }
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return Wire(framing: .length(UInt64(payload.count)), payload: payload, bytes: payload + Self.behind)
        case 1: return Wire(framing: .untilClose, payload: payload, bytes: payload)
        default: return Wire(framing: .chunked, payload: payload, bytes: chunks(payload, &random) + Self.behind)
        }
    }

    private func chunks(_ payload: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = payload[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...rest.count, using: &random))
            let size = String(piece.count, radix: 16, uppercase: Bool.random(using: &random))
            bytes += Array("\(Bool.random(using: &random) ? "00" : "")\(size)\r\n".utf8) + piece + Array("\r\n".utf8)
            rest = rest.dropFirst(piece.count)
        }
        return bytes + Array((Bool.random(using: &random) ? "0\r\n\r\n" : "0\r\nX-Sum: 1\r\n\r\n").utf8)
    }

    @Test("any split of any framing gives the same payload and takes no byte beyond the body")
    func splitsMakeNoDifference() throws {
        for seed in 0..<400 {
            var random = SeededGenerator(seed: UInt64(seed))
            let wire = draw(&random)
            var relay = try #require(BodyRelay(wire.framing))
            var rest = wire.bytes[...]
            var payload: [UInt8] = []
            var unused: [UInt8] = []
            var hasEnded = false
            while !rest.isEmpty && !hasEnded {
                let piece = rest.prefix(Int.random(in: 1...max(1, rest.count / 3), using: &random))
                rest = rest.dropFirst(piece.count)
                // A head, or nothing, stands before the body's bytes.
                let start = Int.random(in: 0...40, using: &random)
                var bytes = ByteBuffer()
                bytes.append([UInt8](repeating: UInt8(ascii: "h"), count: start))
                bytes.append(Array(piece))
                let step = relay.take(&bytes, from: start)
                guard case .forward(let count, let consumed, let ends) = step else {
                    Issue.record("seed \(seed): refused")
                    break
                }
                payload += bytes.span.extracting(start..<start + count).copy()
                #expect(ends || consumed == piece.count, "seed \(seed): bytes of a body that goes on are left behind")
                if ends { unused = bytes.span.extracting(start + consumed..<bytes.count).copy() }
                hasEnded = ends
            }
            #expect(payload == wire.payload, "seed \(seed)")
            #expect(relay.relayedBytes == UInt64(wire.payload.count), "seed \(seed)")
            #expect(hasEnded == (wire.framing != .untilClose), "seed \(seed)")
            if hasEnded { #expect(unused + Array(rest) == Self.behind, "seed \(seed)") }
        }
    }

    @Test func nothingIsRelayedOfAnEmptyBody() {
        #expect(BodyRelay(.none).map(\.relayedBytes) == nil && BodyRelay(.length(0)).map(\.relayedBytes) == nil)
    }

    @Test func theLargestLengthDoesNotOverflow() throws {
        var relay = try #require(BodyRelay(.length(UInt64(Int64.max))))
        var bytes = ByteBuffer()
        bytes.append("abc" as StaticString)
        #expect(relay.take(&bytes, from: 0) == .forward(payload: 3, consumed: 3, ends: false))
    }

    @Test func onlyABodyUntilCloseEndsWithTheConnection() {
        #expect(BodyRelay(.untilClose)?.endsWithConnection == true)
        #expect(BodyRelay(.length(1))?.endsWithConnection == false)
        #expect(BodyRelay(.chunked)?.endsWithConnection == false)
    }

    @Test(
        "A-098: broken chunks are refused wherever they are split",
        arguments: [
            "5\r\nhelloX", "5;x=1\r\nhello\r\n", "-1\r\n", "5\nhello\r\n", "\r\n", "g\r\n", "0x5\r\nhello\r\n",
            "fffffffffffffffff\r\n", " 5\r\nhello\r\n", "5\r\nhello\r\n0\r\nbad trailer\r\n\r\n",
        ])
    func brokenChunksAreRefused(_ text: String) throws {
        for split in 0...text.utf8.count {
            var relay = try #require(BodyRelay(.chunked))
            var isRefused = false
            for piece in [Array(text.utf8.prefix(split)), Array(text.utf8.dropFirst(split))] where !isRefused {
                var bytes = ByteBuffer()
                bytes.append(piece)
                isRefused = relay.take(&bytes, from: 0) == .refused
            }
            #expect(isRefused, "split at \(split)")
        }
    }
}
