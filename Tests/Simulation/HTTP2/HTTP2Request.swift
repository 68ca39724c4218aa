/// A call's head in the words of HTTP/2, and what HTTP/2 forbids.
enum HTTP2Request {
    /// What `call`'s head of HTTP/1.1 says. What speaks of a connection stays behind.
    static func block(for call: CallPlan, _ random: inout SeededRandom) -> [UInt8] {
        var lines = String(decoding: call.head, as: UTF8.self).split(separator: "\r\n").map(String.init)
        let words = lines.removeFirst().split(separator: " ")
        var fields = [(":method", String(words[0])), (":scheme", "https"), (":path", String(words[1]))]
        fields.insert((":authority", "gate.test"), at: random.within(0...3))
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            let (name, value) = (parts[0].lowercased(), String(parts[1].dropFirst()))
            switch name {
            case "host", "connection", "transfer-encoding", "x-hop": continue
            case "cookie" where random.chance(500):
                for crumb in value.split(separator: ";") { fields.append((name, crumb.trimmed)) }
            default: fields.append((name, value))
            }
        }
        if random.chance(100) { fields.append(("te", "trailers")) }
        return block(fields, &random)
    }

    static func block(_ fields: [(String, String)], _ random: inout SeededRandom) -> [UInt8] {
        fields.flatMap { HPACK.literal($0.0, $0.1, form: random.pick([0, 0x10, 0x40])) }
    }

    private static let plain = [
        (":method", "GET"), (":scheme", "https"), (":authority", "gate.test"), (":path", "/c"),
    ]

    /// Heads that are refused alone: the stream is reset, or answered with a refusal.
    static func malformedHead(_ random: inout SeededRandom) -> [UInt8] {
        block(
            random.pick([
                plain + [("X-Upper", "1")], plain + [("connection", "close")], plain + [("upgrade", "websocket")],
                plain + [("x", "a\r\nb: c")], Array(plain.dropLast()), plain + [("host", "other.test")],
                [(":method", "CONNECT"), (":protocol", "websocket")] + plain.dropFirst(),
                Array(plain.dropLast()) + [(":path", "/c HTTP/1.1\r\nx: y")],
                plain + [("transfer-encoding", "chunked")],
            ]), &random)
    }

    /// Frames that end the connection; `stream` is idle.
    static func malformedFrame(_ random: inout SeededRandom, stream: UInt32) -> HTTP2Frame {
        typealias Kind = HTTP2Frame.Kind
        return random.pick([
            HTTP2Frame(Kind.data, [1]), HTTP2Frame(Kind.settings, [0, 3, 0, 0, 0]),
            HTTP2Frame(Kind.window, HTTP2Frame.word(0)), HTTP2Frame(Kind.headers, flags: 5, stream: stream, [0x80]),
            HTTP2Frame(Kind.reset, stream: stream, HTTP2Frame.word(8)), HTTP2Frame(Kind.ping, [1, 2]),
            HTTP2Frame(Kind.continuation, flags: 4, stream: stream, []),
            HTTP2Frame(Kind.headers, flags: 5, stream: stream &+ 1, block(plain, &random)),
            HTTP2Frame(Kind.settings, HTTP2Frame.setting(4, 0x8000_0000)),
            HTTP2Frame(5, flags: 4, stream: stream, HTTP2Frame.word(2)),
        ])
    }
}

extension Substring {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
