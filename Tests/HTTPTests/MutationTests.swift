import Bytes
import HTTP
import Testing

/// A small repeatable source of numbers (splitmix64).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Whatever comes in, the parsers answer; a head that is taken has its parts inside it.
@Suite struct MutationTests {
    private static let odd: [UInt8] = [
        0, 9, 10, 13, 32, 0x25, 0x2C, 0x2F, 0x3A, 0x3B, 0x3F, 0x40, 0x5B, 0x5D, 0x7F, 0x80, 0xFF,
    ]

    private func mutate(_ bytes: inout [UInt8], _ numbers: inout SeededNumbers) {
        for _ in 0..<Int.random(in: 1...4, using: &numbers) {
            let index = Int.random(in: 0...bytes.count, using: &numbers)
            let byte =
                Bool.random(using: &numbers)
                ? Self.odd.randomElement(using: &numbers) ?? 0 : UInt8.random(in: .min ... .max, using: &numbers)
            switch Int.random(in: 0..<5, using: &numbers) {
            case 0: bytes.insert(byte, at: index)
            case 1 where index < bytes.count: bytes.remove(at: index)
            case 2 where index < bytes.count: bytes[index] = byte
            case 3: bytes.removeSubrange(index...)
            default: bytes.insert(contentsOf: bytes[index...].prefix(20), at: index)
            }
        }
    }

    @Test func mutatedRequestsAreAlwaysAnswered() {
        let seeds = acceptedRequests.map(\.bytes).filter { $0.count < 200 }
        var numbers = SeededNumbers(state: 1)
        var head = RequestHead()
        for _ in 0..<100_000 {
            var bytes = seeds.randomElement(using: &numbers) ?? []
            mutate(&bytes, &numbers)
            guard case .complete(let end) = head.parse(bytes.span) else { continue }
            #expect(end <= bytes.count && head.path.upperBound < end && !head.path.isEmpty)
            #expect(head.fields.allSatisfy { $0.name.range.upperBound < $0.value.range.lowerBound + 1 })
            #expect(head.fields.allSatisfy { $0.value.range.upperBound + 2 <= end })
        }
    }

    @Test func mutatedAnswersAreAlwaysAnswered() {
        let seed = Array(
            "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Length: 5\r\nConnection: x, close\r\n\r\n".utf8)
        var numbers = SeededNumbers(state: 2)
        var head = ResponseHead()
        for _ in 0..<50_000 {
            var bytes = seed
            mutate(&bytes, &numbers)
            guard case .complete(let end) = head.parse(bytes.span, answering: .get) else { continue }
            #expect(end <= bytes.count && head.status >= 100 && head.status <= 999)
        }
    }

    @Test func mutatedBodiesNeverGrow() {
        let seed = Array("5\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\nX: y\r\n\r\n".utf8)
        var numbers = SeededNumbers(state: 3)
        for _ in 0..<50_000 {
            var bytes = seed
            mutate(&bytes, &numbers)
            var buffer = ByteBuffer()
            buffer.append(bytes)
            var decoder = ChunkedDecoder()
            guard case .decoded(let payload, let consumed, _) = decoder.decode(&buffer, in: 0..<bytes.count) else {
                continue
            }
            #expect(payload <= consumed && consumed <= bytes.count)
        }
    }

    @Test func mutatedURLsHaveCanonicalHosts() {
        let seeds = ["http://user@host.test:80/a%2Fb?c=d#e", "https://[2001:db8::1]:443/", "127.0.0.1:9090"].map {
            Array($0.utf8)
        }
        var numbers = SeededNumbers(state: 4)
        for _ in 0..<50_000 {
            var bytes = seeds.randomElement(using: &numbers) ?? []
            mutate(&bytes, &numbers)
            guard let url = try? SourceURL(parsing: String(decoding: bytes, as: UTF8.self)) else { continue }
            let again = try? SourceURL(parsing: url.origin.description)
            #expect(again?.origin == url.origin)
        }
    }
}
