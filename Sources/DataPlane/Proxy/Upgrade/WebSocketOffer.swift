internal import Bytes
internal import Crypto
internal import HTTP

/// A caller's wish to speak WebSocket with a source (RFC 6455 4.2.1), the one protocol that a connection may change to, and what
/// the source has to say to it.
///
/// A source that speaks WebSocket answers to this caller's key. What answers 101 without that may be an HTTP server that was talked
/// into something else, to which a tunnel would be a way past every check.
struct WebSocketOffer {
    private static let guid = Array("258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8)

    /// What Sec-WebSocket-Accept must be.
    private let accept: [UInt8]

    /// Nothing when the request is not a whole handshake: its fields for the upgrade then end at this hop as ever.
    init?(_ head: borrowing RequestHead, from read: borrowing ByteBuffer) {
        let bytes = read.span
        guard head.knownMethod == .get, head.wantsUpgrade, head.framing == .none || head.framing == .length(0),
            let upgrade = head.first(.upgrade), !head.isRepeated(.upgrade),
            bytes.extracting(upgrade).equalsIgnoringCase("websocket"),
            let key = Self.only("sec-websocket-key", head.fields, in: bytes),
            Base64.decode(bytes.extracting(key))?.count == 16
        else { return nil }
        let text = bytes.extracting(key).copy() + Self.guid
        accept = Array(Base64.encode(SHA1.digest(text.span).span).utf8)
    }

    /// The source has agreed, to WebSocket and to this offer.
    func isAccepted(by head: borrowing ResponseHead, in buffer: borrowing ByteBuffer) -> Bool {
        let bytes = buffer.span
        guard head.agreesToUpgrade, let upgrade = head.first(.upgrade), !head.isRepeated(.upgrade),
            bytes.extracting(upgrade).equalsIgnoringCase("websocket"),
            let answer = Self.only("sec-websocket-accept", head.fields, in: bytes)
        else { return false }
        return bytes.extracting(answer).copy() == accept
    }

    /// A page of another origin opens sockets with whatever the browser knows of the caller; browsers say which page it was, and nobody
    /// else has to. The page's host and port must be those that the caller called.
    static func isForeign(_ head: borrowing RequestHead, from read: borrowing ByteBuffer) -> Bool {
        guard let origin = head.first(.origin) else { return false }
        guard head.hasOnlyOne(.origin), let host = head.host else { return true }
        let bytes = read.span
        for scheme in ["http://", "https://"] as [StaticString] {
            let length = scheme.utf8CodeUnitCount
            guard origin.count == length + host.count, bytes.extracting(origin).starts(with: scheme) else { continue }
            return !Self.sameHost(
                bytes.extracting(origin.lowerBound + length..<origin.upperBound), bytes.extracting(host))
        }
        return true
    }

    private static func sameHost(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
        for index in a.indices where a[index].lowercasedASCII != b[index].lowercasedASCII { return false }
        return true
    }

    /// The value of the one field of this name; nothing when there are several.
    private static func only(_ name: StaticString, _ fields: [FieldLine], in bytes: Span<UInt8>) -> Range<Int>? {
        var found: Range<Int>?
        for line in fields where bytes.extracting(line.name.range).equalsIgnoringCase(name) {
            guard found == nil else { return nil }
            found = line.value.range
        }
        return found
    }
}
