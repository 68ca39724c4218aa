internal import Access
internal import Bytes
internal import Catalog
internal import HTTP

/// Which of a caller's fields go on to a data source. A field goes on unless there is a reason here against it.
enum RequestFields {
    /// Appends the caller's end-to-end fields, a line each.
    static func append(
        _ head: borrowing RequestHead, from read: borrowing ByteBuffer, route: Route, edits: RouteEdits,
        trace: CallTrace, to arena: inout ByteBuffer
    ) {
        let bytes = read.span
        for line in head.fields {
            switch line.known {
            case .cookie, .xDSAuthorization, .contentLength, .transferEncoding:
                // Written anew by whoever owns them: cookies and credentials, and the framing of the body.
                continue
            case .traceparent:
                // Written anew: the caller's, or one that was made for want of a valid one.
                continue
            case .tracestate where !trace.isCallers:
                // What belongs to a trace that is not valid says nothing of another (W3C Trace Context 3.4).
                continue
            default:
                guard passes(line, bytes, head, edits) else { continue }
                line.append(from: bytes, to: &arena)
            }
        }
        if !edits.replaces("cookie") { CookieField.append(head, from: read, keeping: route.keepCookies, to: &arena) }
    }

    private static func passes(
        _ line: FieldLine, _ bytes: Span<UInt8>, _ head: borrowing RequestHead, _ edits: RouteEdits
    ) -> Bool {
        if HopByHop.isDropped(line.known) || ForwardedFields.isDropped(line.known) { return false }
        if CallerCredentials.isDropped(line, bytes) { return false }
        if head.has(.connection), head.isNamedByConnection(line, in: bytes) { return false }
        guard !edits.replacedNames.isEmpty else { return true }
        let name = bytes.extracting(line.name.range)
        for replaced in edits.replacedNames where name.equalsIgnoringCase(replaced.span) { return false }
        return true
    }
}
