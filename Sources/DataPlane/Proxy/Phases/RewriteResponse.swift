internal import Bytes
internal import HTTP

/// Phase `rewriteResponse`: the head that the caller will read.
enum RewriteResponse {
    /// How the answer's body goes to a caller of `version`, and what that means for its connection.
    static func framing(
        _ head: borrowing ResponseHead, to version: HTTPVersion
    ) -> (framing: AnswerFraming, endsConnection: Bool) {
        switch head.framing {
        case .none, .length: (.length, false)
        case .chunked, .untilClose: version == .http11 ? (.chunked, false) : (.untilClose, true)
        }
    }

    /// Writes it into the arena, which is empty. `written` then says where its fields stand, if that is wanted.
    static func append(
        _ head: borrowing ResponseHead, from read: borrowing ByteBuffer, as framing: AnswerFraming,
        version: HTTPVersion, keepsAlive: Bool, isResource: Bool = false, to arena: inout ByteBuffer,
        noting written: inout WrittenHead
    ) {
        precondition(arena.isEmpty, "an answer's head is written behind something else")
        StatusLine.append(head.status, to: &arena)
        ResponseFields.append(head, from: read, isResource: isResource, to: &arena, noting: &written)
        written.noteFraming(length: head.contentLength, isChunked: framing == .chunked)
        switch framing {
        case .length: appendLength(head, to: &arena, noting: &written)
        case .chunked: arena.append("Transfer-Encoding: chunked\r\n")
        case .untilClose: break
        }
        if !keepsAlive {
            arena.append("Connection: close\r\n")
        } else if version == .http10 {
            arena.append("Connection: keep-alive\r\n")
        }
        arena.append("\r\n")
        written.end(in: arena)
    }

    /// The source's agreement to change to WebSocket, with what it chose of what was offered.
    static func appendUpgrade(
        _ head: borrowing ResponseHead, from read: borrowing ByteBuffer, to arena: inout ByteBuffer
    ) {
        StatusLine.append(head.status, to: &arena)
        var written = WrittenHead()
        ResponseFields.append(head, from: read, isResource: false, to: &arena, noting: &written)
        arena.append("Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
    }

    /// The length as the source gave it, also where no body follows (HEAD, 304): it is the length that a GET would have. A 204
    /// has none (RFC 9110 8.6).
    private static func appendLength(
        _ head: borrowing ResponseHead, to arena: inout ByteBuffer, noting written: inout WrittenHead
    ) {
        guard head.status != 204, let length = head.contentLength else { return }
        let start = arena.count
        arena.append("Content-Length: ")
        arena.append(decimal: length)
        arena.append("\r\n")
        written.noteField(in: arena, from: start)
    }
}
