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

    static func append(
        _ head: borrowing ResponseHead, from read: borrowing ByteBuffer, as framing: AnswerFraming,
        version: HTTPVersion, keepsAlive: Bool, isResource: Bool = false, to arena: inout ByteBuffer
    ) {
        StatusLine.append(head.status, to: &arena)
        ResponseFields.append(head, from: read, isResource: isResource, to: &arena)
        switch framing {
        case .length: appendLength(head, to: &arena)
        case .chunked: arena.append("Transfer-Encoding: chunked\r\n")
        case .untilClose: break
        }
        if !keepsAlive {
            arena.append("Connection: close\r\n")
        } else if version == .http10 {
            arena.append("Connection: keep-alive\r\n")
        }
        arena.append("\r\n")
    }

    /// The source's agreement to change to WebSocket, with what it chose of what was offered.
    static func appendUpgrade(
        _ head: borrowing ResponseHead, from read: borrowing ByteBuffer, to arena: inout ByteBuffer
    ) {
        StatusLine.append(head.status, to: &arena)
        ResponseFields.append(head, from: read, isResource: false, to: &arena)
        arena.append("Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
    }

    /// The length as the source gave it, also where no body follows (HEAD, 304): it is the length that a GET would have. A 204
    /// has none (RFC 9110 8.6).
    private static func appendLength(_ head: borrowing ResponseHead, to arena: inout ByteBuffer) {
        guard head.status != 204, let length = head.contentLength else { return }
        arena.append("Content-Length: ")
        arena.append(decimal: length)
        arena.append("\r\n")
    }
}
