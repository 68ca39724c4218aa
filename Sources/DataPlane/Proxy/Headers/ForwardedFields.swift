internal import Bytes
internal import HTTP

/// What a source learns of the way a call took: the caller's address at the end of X-Forwarded-For, and Via. What the caller says of
/// other hosts, ports and schemes is not passed on, as Grafana does not.
enum ForwardedFields {
    static func isDropped(_ name: FieldName) -> Bool {
        switch name {
        case .xForwardedFor, .xForwardedHost, .xForwardedPort, .xForwardedProto, .forwarded, .xRealIP, .via, .origin,
            .referer, .host, .userAgent:
            true
        default: false
        }
    }

    /// A chain of Headgates that serves each other is short; a source that points back here makes a long one.
    static var passagesMax: Int { 4 }

    /// Whether Via says that the call has come through Headgate more often than any chain needs.
    static func isLoop(_ head: borrowing RequestHead, from read: borrowing ByteBuffer) -> Bool {
        guard head.has(.via) else { return false }
        let bytes = read.span
        var passages = 0
        for line in head.fields where line.known == .via {
            passages += count(of: "headgate", in: bytes.extracting(line.value.range))
        }
        return passages > passagesMax
    }

    private static func count(of name: StaticString, in value: Span<UInt8>) -> Int {
        var count = 0
        var index = 0
        while let first = value.firstOffset(of: UInt8(ascii: "h"), from: index) {
            if value.extracting(first..<value.count).starts(with: name) { count += 1 }
            index = first + 1
        }
        return count
    }

    static func append(
        _ head: borrowing RequestHead, from read: borrowing ByteBuffer, caller: String, to arena: inout ByteBuffer
    ) {
        let bytes = read.span
        arena.append("X-Forwarded-For: ")
        for line in head.fields where line.known == .xForwardedFor {
            arena.append(bytes.extracting(line.value.range))
            arena.append(", ")
        }
        arena.append(caller)
        arena.append("\r\nVia: ")
        for line in head.fields where line.known == .via {
            arena.append(bytes.extracting(line.value.range))
            arena.append(", ")
        }
        arena.append("1.1 headgate\r\n")
    }
}
