public import Bytes
internal import Crypto
internal import HTTP

/// What a route decides in the head of a request to its source. Both that write such heads, the proxied path and the door of queries,
/// write these parts with it, so that no rule about targets and credentials holds for one of them only (decision 0018).
public enum RouteHead {
    /// The request line: the base path, the source's own prefix, `remainder` behind exactly one slash; the source's query, the caller's,
    /// the source's credential where it is one of the query.
    ///
    /// `remainder` is empty, or begins with the slash that separates it; it was found free of dot segments (`ProxyPath.check`).
    public static func appendRequestLine(
        method: Span<UInt8>, remainder: Span<UInt8>, query: Span<UInt8>?, of access: RouteAccess,
        to head: inout ByteBuffer
    ) {
        let (path, baseQuery) = (access.url.basePath, access.url.baseQuery)
        head.append(method)
        head.append(" ")
        if let prefix = access.edits.pathPrefix {
            let base = Self.base(path, with: prefix)
            ProxyPath.append(base: base.span, remainder: remainder, to: &head)
        } else {
            ProxyPath.append(base: path.span, remainder: remainder, to: &head)
        }
        ProxyPath.append(baseQuery: baseQuery.span, query: query, to: &head)
        if let credential = access.edits.query {
            head.append(query == nil && baseQuery.isEmpty ? "?" : "&")
            credential.append(to: &head)
        }
        head.append(" HTTP/1.1\r\n")
    }

    /// The base path with the source's own prefix behind it, joined by one slash.
    private static func base(_ path: [UInt8], with prefix: [UInt8]) -> [UInt8] {
        path.last == UInt8(ascii: "/") ? path + prefix : path + [UInt8(ascii: "/")] + prefix
    }

    public static func appendHost(of access: RouteAccess, to head: inout ByteBuffer) {
        if let host = access.edits.host { return host.append(to: &head) }
        head.append("Host: ")
        head.append(access.url.origin.authority)
        head.append("\r\n")
    }

    public static func appendUserAgent(_ name: String, of access: RouteAccess, to head: inout ByteBuffer) {
        guard !access.edits.replaces("user-agent") else { return }
        head.append("User-Agent: ")
        head.append(name)
        head.append("\r\n")
    }

    /// The source's own fields and credential, and the caller's name where the source is told it. They stand behind everything that a
    /// caller may influence: nothing he names in Connection or sends under the same name can remove or double them.
    ///
    /// `authorization` is a value that stands in for the source's own.
    public static func appendCredentials(
        of route: Route, _ access: RouteAccess, login: String, authorization: Span<UInt8>? = nil,
        to head: inout ByteBuffer
    ) {
        let edits = access.edits
        edits.customFields.append(to: &head)
        if !edits.replacesAuthorization {
            if let authorization {
                head.append("Authorization: ")
                head.append(authorization)
                head.append("\r\n")
            } else {
                edits.authorization?.append(to: &head)
            }
        }
        guard route.sendsUserHeader, !edits.replaces("x-grafana-user") else { return }
        head.append("X-Grafana-User: ")
        head.append(login)
        head.append("\r\n")
    }
}
