internal import Access
internal import Bytes
internal import Catalog
internal import HTTP

/// Phase `rewriteRequest`: the head that the source will read, written once into the arena, before any attempt.
enum RewriteRequest {
    static func append(
        _ head: borrowing RequestHead, from read: borrowing ByteBuffer, remainder: Range<Int>, identity: Identity,
        below prefix: StaticString = "", route: Route, access: RouteAccess, trace: CallTrace, caller: String,
        userAgent: String, upgrades: Bool = false, to arena: inout ByteBuffer
    ) {
        if prefix.utf8CodeUnitCount > 0 {
            var path = ByteBuffer()
            path.append(prefix)
            path.append(read.span.extracting(remainder))
            appendRequestLine(head, from: read, remainder: path.span, access: access, to: &arena)
        } else {
            appendRequestLine(head, from: read, remainder: read.span.extracting(remainder), access: access, to: &arena)
        }
        RouteHead.appendHost(of: access, to: &arena)
        RequestFields.append(head, from: read, route: route, edits: access.edits, trace: trace, to: &arena)
        RouteHead.appendUserAgent(userAgent, of: access, to: &arena)
        ForwardedFields.append(head, from: read, caller: caller, to: &arena)
        if !access.edits.replaces("traceparent") { trace.append(to: &arena) }
        Credentials.append(route, access, identity: identity, head: head, from: read, to: &arena)
        // RFC 9110 7.8 and 10.1.4: asked for anew at this hop.
        if upgrades {
            arena.append("Connection: Upgrade\r\nUpgrade: websocket\r\n")
        } else if TrailerFields.areAccepted(head, in: read) {
            arena.append("Connection: TE\r\nTE: trailers\r\n")
        }
        appendFraming(head, to: &arena)
    }

    private static func appendRequestLine(
        _ head: borrowing RequestHead, from read: borrowing ByteBuffer, remainder: Span<UInt8>, access: RouteAccess,
        to arena: inout ByteBuffer
    ) {
        let bytes = read.span
        if let query = head.query {
            RouteHead.appendRequestLine(
                method: bytes.extracting(head.method), remainder: remainder,
                query: bytes.extracting(query), of: access, to: &arena)
        } else {
            RouteHead.appendRequestLine(
                method: bytes.extracting(head.method), remainder: remainder, query: nil, of: access,
                to: &arena)
        }
    }

    private static func appendFraming(_ head: borrowing RequestHead, to arena: inout ByteBuffer) {
        switch head.framing {
        case .none, .untilClose: break
        case .length(let length):
            arena.append("Content-Length: ")
            arena.append(decimal: length)
            arena.append("\r\n")
        case .chunked: arena.append("Transfer-Encoding: chunked\r\n")
        }
        arena.append("\r\n")
    }
}
