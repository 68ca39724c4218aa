internal import Access
internal import Bytes
internal import Catalog
internal import Crypto
internal import HTTP
internal import Upstream

/// Phase `rewriteRequest`: the head that the source will read, written once into the arena, before any attempt.
enum RewriteRequest {
    /// What a route offers to a call, or why it cannot be called.
    static func destination(
        of route: Route
    ) throws(ProxyFailure) -> (url: SourceURL, edits: RouteEdits, destination: Destination) {
        guard case .ready(let edits) = route.credentials else { throw .secretUnavailable }
        switch route.target {
        case .unusable(let reason): throw .unusableTarget(reason)
        case .ready(let url):
            switch route.transport {
            case .plain: return (url, edits, .plain(url.origin))
            case .tls(let context): return (url, edits, .tls(url.origin, context))
            case .unusable: throw .tlsMaterial
            }
        }
    }

    static func append(
        _ head: borrowing RequestHead, from read: borrowing ByteBuffer, remainder: Range<Int>, identity: Identity,
        route: Route, url: SourceURL, edits: RouteEdits, trace: CallTrace, caller: String,
        userAgent: String, to arena: inout ByteBuffer
    ) {
        appendRequestLine(head, from: read, remainder: remainder, url: url, edits: edits, to: &arena)
        if let host = edits.host {
            host.append(to: &arena)
        } else {
            arena.append("Host: ")
            arena.append(url.origin.authority)
            arena.append("\r\n")
        }
        RequestFields.append(head, from: read, route: route, edits: edits, trace: trace, to: &arena)
        if !edits.replaces("user-agent") {
            arena.append("User-Agent: ")
            arena.append(userAgent)
            arena.append("\r\n")
        }
        ForwardedFields.append(head, from: read, caller: caller, to: &arena)
        if !edits.replaces("traceparent") { trace.append(to: &arena) }
        Credentials.append(route, edits: edits, identity: identity, head: head, from: read, to: &arena)
        appendFraming(head, to: &arena)
    }

    private static func appendRequestLine(
        _ head: borrowing RequestHead, from read: borrowing ByteBuffer, remainder: Range<Int>, url: SourceURL,
        edits: RouteEdits, to arena: inout ByteBuffer
    ) {
        let bytes = read.span
        arena.append(bytes.extracting(head.method))
        arena.append(" ")
        if let prefix = edits.pathPrefix {
            let base = Self.base(url.basePath, with: prefix)
            ProxyPath.append(base: base.span, remainder: bytes.extracting(remainder), to: &arena)
        } else {
            ProxyPath.append(base: url.basePath.span, remainder: bytes.extracting(remainder), to: &arena)
        }
        if let query = head.query {
            ProxyPath.append(baseQuery: url.baseQuery.span, query: bytes.extracting(query), to: &arena)
        } else {
            ProxyPath.append(baseQuery: url.baseQuery.span, query: nil, to: &arena)
        }
        if let query = edits.query {
            arena.append(head.query == nil && url.baseQuery.isEmpty ? "?" : "&")
            query.append(to: &arena)
        }
        arena.append(" HTTP/1.1\r\n")
    }

    /// The base path with the source's own prefix behind it, joined by one slash.
    private static func base(_ path: [UInt8], with prefix: [UInt8]) -> [UInt8] {
        path.last == UInt8(ascii: "/") ? path + prefix : path + [UInt8(ascii: "/")] + prefix
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
