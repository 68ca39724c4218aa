internal import Bytes
internal import Downstream
internal import HTTP

/// Which of a source's fields go on to the caller.
enum ResponseFields {
    /// Appends the end-to-end fields of an answer, a line each, and those that Headgate sets itself: an answer of a data source must
    /// not act as a page of ours. Below `/resources/` it also carries what every answer of the control plane does, and nothing that
    /// would contradict it: which plane carried a resource makes no difference.
    static func append(
        _ head: borrowing ResponseHead, from read: borrowing ByteBuffer, isResource: Bool, to arena: inout ByteBuffer,
        noting written: inout WrittenHead
    ) {
        let bytes = read.span
        for line in head.fields where passes(line, bytes, head) && !(isResource && isOurs(line.known)) {
            let start = arena.count
            line.append(from: bytes, to: &arena)
            written.noteField(in: arena, from: start)
        }
        if isResource, !head.has(.contentType), head.framing != .none {
            append("Content-Type: application/json\r\n", to: &arena, noting: &written)
        }
        append("Content-Security-Policy: sandbox\r\n", to: &arena, noting: &written)
        guard isResource else {
            return append("X-Content-Type-Options: nosniff\r\n", to: &arena, noting: &written)
        }
        for (name, value) in UsualFields.lines {
            let start = arena.count
            arena.append(name)
            arena.append(": ")
            arena.append(value)
            arena.append("\r\n")
            written.noteField(in: arena, from: start)
        }
    }

    private static func append(_ line: StaticString, to arena: inout ByteBuffer, noting written: inout WrittenHead) {
        let start = arena.count
        arena.append(line)
        written.noteField(in: arena, from: start)
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
