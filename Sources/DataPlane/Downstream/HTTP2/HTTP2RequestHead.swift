internal import Bytes
internal import HTTP

/// One request's fields on their way to a head of HTTP/1.1, which all that follows reads (decision 0014). Used again for the next
/// request of any connection; a connection has one while a head comes, as those of one connection do not interleave (RFC 9113 4.3).
///
/// nghttp2 has judged names, values and pseudo-fields (RFC 9113 8.2, 8.3) before; what could mean something else in a line of HTTP/1.1 is
/// judged here.
struct HTTP2RequestHead: ~Copyable {
    enum Outcome: Equatable {
        /// The head stands in the buffer; whether its body comes in chunks.
        case head(isChunked: Bool)
        /// A stream error.
        case malformed
        case tooLarge
    }

    private let limits: HeadLimits
    private var method = ByteBuffer()
    // Tokens may stand in these.
    private var target = ByteBuffer(kind: .confidential)
    private var authority = ByteBuffer()
    private var lines = ByteBuffer(kind: .confidential)
    private var cookies = ByteBuffer(kind: .confidential)
    private var hasLength = false
    private var hostDiffers = false
    /// As SETTINGS_MAX_HEADER_LIST_SIZE counts: names, values and 32 bytes for each field.
    private var listBytes = 0

    init(limits: HeadLimits) { self.limits = limits }

    /// Forgets what it holds, credentials included.
    mutating func removeAll() {
        method.removeAll()
        target.wipe()
        authority.removeAll()
        lines.wipe()
        cookies.wipe()
        (hasLength, hostDiffers, listBytes) = (false, false, 0)
    }

    /// Takes the next field, in the order they came. Beyond the limit nothing is kept.
    mutating func add(_ name: Span<UInt8>, _ value: Span<UInt8>) {
        listBytes += name.count + value.count + 32
        guard listBytes <= limits.headBytesMax else { return }
        if !name.isEmpty, name[0] == 0x3A { return addPseudo(name, value) }
        if name.equals("host") { return addHost(value) }
        if name.equals("cookie") { return addCookie(value) }
        if name.equals("content-length") { hasLength = true }
        lines.append(name, ": ", value, "\r\n")
    }

    private mutating func addPseudo(_ name: Span<UInt8>, _ value: Span<UInt8>) {
        // `:scheme` says nothing that the connection does not.
        if name.equals(":method") {
            method.append(value)
        } else if name.equals(":path") {
            target.append(value)
        } else if name.equals(":authority") {
            authority.append(value)
        }
    }

    private mutating func addHost(_ value: Span<UInt8>) {
        if authority.isEmpty {
            authority.append(value)
        } else if !authority.span.equals(value) {
            hostDiffers = true
        }
    }

    /// Crumbs are one field again (RFC 9113 8.2.3).
    private mutating func addCookie(_ value: Span<UInt8>) {
        if !cookies.isEmpty { cookies.append("; ") }
        cookies.append(value)
    }

    /// Writes the head into `buffer`. A body of unknown length is framed in chunks; `endsStream` when there is none. One request is
    /// all that a stream carries, which `Connection: close` says in the words of HTTP/1.1.
    mutating func finish(endsStream: Bool, into buffer: inout ByteBuffer) -> Outcome {
        guard listBytes <= limits.headBytesMax else { return .tooLarge }
        // Nothing in them ends a word or a line.
        let areWords = method.span.isWord && target.span.isWord && authority.span.isWord
        guard areWords, !hostDiffers else { return .malformed }
        let isChunked = !endsStream && !hasLength
        // `Connection` not last: fields within the last 24 bytes are read byte by byte.
        buffer.append(method.span, " ", target.span, " HTTP/1.1\r\nConnection: close\r\nHost: ")
        buffer.append(authority.span, "\r\n", lines.span, "")
        if !cookies.isEmpty {
            buffer.append("Cookie: ")
            buffer.append(cookies)
            buffer.append("\r\n")
        }
        if isChunked { buffer.append("Transfer-Encoding: chunked\r\n") }
        buffer.append("\r\n")
        return .head(isChunked: isChunked)
    }
}
