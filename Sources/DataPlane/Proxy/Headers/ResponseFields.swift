internal import Bytes
internal import Downstream
internal import HTTP

/// Which of a source's fields go on to the caller.
enum ResponseFields {
    /// Appends the end-to-end fields of an answer, a line each, and those that Headgate sets itself: an answer of a data source must
    /// not act as a page of ours. Below `/resources/` it also carries what every answer of the control plane does, and nothing that
    /// would contradict it: which plane carried a resource makes no difference.
    static func append(
        _ head: borrowing ResponseHead, from read: borrowing ByteBuffer, isResource: Bool, to arena: inout ByteBuffer
    ) {
        let bytes = read.span
        for line in head.fields where passes(line, bytes, head) && !(isResource && isOurs(line.known)) {
            line.append(from: bytes, to: &arena)
        }
        guard isResource else {
            return arena.append("Content-Security-Policy: sandbox\r\nX-Content-Type-Options: nosniff\r\n")
        }
        if !head.has(.contentType), head.framing != .none { arena.append("Content-Type: application/json\r\n") }
        arena.append("Content-Security-Policy: sandbox\r\n")
        for (name, value) in UsualFields.lines {
            arena.append(name)
            arena.append(": ")
            arena.append(value)
            arena.append("\r\n")
        }
    }

    /// What the control plane says itself, or keeps from callers: a browser must not ask for a password where Headgate's own is asked
    /// for.
    private static func isOurs(_ name: FieldName) -> Bool {
        switch name {
        case .wwwAuthenticate, .xFrameOptions, .xXSSProtection, .accessControl, .cacheControl, .server: true
        default: false
        }
    }

    private static func passes(_ line: FieldLine, _ bytes: Span<UInt8>, _ head: borrowing ResponseHead) -> Bool {
        // The framing is written anew.
        if line.known == .contentLength || HopByHop.isDropped(line.known) { return false }
        if ActingFields.isDropped(line.known, bytes.extracting(line.name.range)) { return false }
        return !(head.has(.connection) && head.isNamedByConnection(line, in: bytes))
    }
}
