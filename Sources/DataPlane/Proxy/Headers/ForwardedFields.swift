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
