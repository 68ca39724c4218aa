internal import Bytes
internal import Catalog
internal import HTTP

/// The head of a request that a language worded. Nothing of a language's words is trusted: parts of them are a caller's.
enum SourceHead {
    /// The whole head, in confidential memory.
    static func make(
        _ request: SourceRequest, to route: Route, _ access: RouteAccess, userAgent: String, login: String,
        passages: Int
    ) throws(SourceFailure) -> ByteBuffer {
        try check(request)
        var head = ByteBuffer(kind: .confidential)
        let remainder = request.path.isEmpty ? "" : "/" + request.path
        if request.query.isEmpty {
            RouteHead.appendRequestLine(
                method: request.method.utf8.span, remainder: remainder.utf8.span, query: nil, of: access, to: &head)
        } else {
            RouteHead.appendRequestLine(
                method: request.method.utf8.span, remainder: remainder.utf8.span, query: request.query.utf8.span,
                of: access, to: &head)
        }
        RouteHead.appendHost(of: access, to: &head)
        for field in request.fields where passes(field.name, access.edits) {
            head.append(field.name)
            head.append(": ")
            head.append(field.value)
            head.append("\r\n")
        }
        if !access.edits.replaces("accept-encoding") { head.append("Accept-Encoding: gzip\r\n") }
        RouteHead.appendUserAgent(userAgent, of: access, to: &head)
        head.append("Via: 1.1 headgate")
        // Those of the call that is asked for: a source that points back here would have no end.
        for _ in 0..<min(passages, Passages.max) { head.append(", 1.1 headgate") }
        head.append("\r\n")
        RouteHead.appendCredentials(of: route, access, login: login, to: &head)
        if !request.body.isEmpty || hasBody(request.method) {
            head.append("Content-Length: ")
            head.append(decimal: UInt64(request.body.count))
            head.append("\r\n")
        }
        head.append("\r\n")
        return head
    }

    // MARK: Checking

    /// No dot segment, and nothing that would end a line or the target.
    private static func check(_ request: SourceRequest) throws(SourceFailure) {
        guard FieldText.isToken(request.method) else { throw .unsendable }
        let path = "/" + request.path
        do throws(ProxyPathError) { try ProxyPath.check(path.utf8.span) } catch { throw .unsendable }
        guard FieldText.isTarget(request.query) else { throw .unsendable }
        for field in request.fields {
            guard FieldText.isToken(field.name), FieldText.isValue(field.value) else { throw .unsendable }
        }
    }

    /// Fields that others write, and those that the source's own settings stand in for.
    private static func passes(_ name: String, _ edits: RouteEdits) -> Bool {
        let bytes = name.utf8.span
        let known = FieldName(bytes)
        if HopByHop.isDropped(known) { return false }
        switch known {
        case .host, .contentLength, .authorization, .xDSAuthorization, .userAgent, .via, .underscored: return false
        default: break
        }
        for replaced in edits.replacedNames where bytes.equalsIgnoringCase(replaced.span) { return false }
        return true
    }

    /// Methods whose requests say how long their body is, also when there is none (RFC 9110 8.6).
    private static func hasBody(_ method: String) -> Bool {
        switch HTTPMethod(method.utf8.span) {
        case .post, .put, .patch: true
        case .get, .head, .delete, .options, .trace, .connect, .other: false
        }
    }
}
