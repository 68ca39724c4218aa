internal import Bytes
internal import HTTP

/// Which of a source's fields go on to the caller.
enum ResponseFields {
    /// Appends the end-to-end fields of an answer, a line each, and those that Headgate sets itself: an answer of a data source must
    /// not act as a page of ours.
    static func append(_ head: borrowing ResponseHead, from read: borrowing ByteBuffer, to arena: inout ByteBuffer) {
        let bytes = read.span
        for line in head.fields where passes(line, bytes, head) {
            arena.append(bytes.extracting(line.name.range))
            arena.append(": ")
            arena.append(bytes.extracting(line.value.range))
            arena.append("\r\n")
        }
        arena.append("Content-Security-Policy: sandbox\r\nX-Content-Type-Options: nosniff\r\n")
    }

    private static func passes(_ line: FieldLine, _ bytes: Span<UInt8>, _ head: borrowing ResponseHead) -> Bool {
        switch line.known {
        case .setCookie, .contentLength, .transferEncoding, .contentSecurityPolicy, .xContentTypeOptions,
            .clearSiteData, .serviceWorkerAllowed, .altSvc, .strictTransportSecurity:
            // Cookies, and what would speak for our origin; the framing is written anew.
            return false
        default:
            if HopByHop.isDropped(line.known) { return false }
            return !(head.has(.connection) && head.isNamedByConnection(line, in: bytes))
        }
    }
}
