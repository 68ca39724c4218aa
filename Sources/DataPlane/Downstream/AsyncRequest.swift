public import Bytes
public import HTTP

/// One whole request for the async plane: its head as it was sent, and its body, collected up to the listener's limit and decoded
/// of its framing.
///
/// The head was parsed and found valid before; every range in it counts from the start of `headBytes`.
@safe public final class AsyncRequest: @unchecked Sendable {
    // Guard: made, read and released on one loop. `body` is all that changes.

    public let head: RequestHead
    /// The bytes of the head, from the method up to and with the empty line.
    public let headBytes: [UInt8]
    /// The caller's address as text, without its port: the peer of the connection, never what a header claims.
    public let remoteAddress: String
    /// Names this request in answers and log lines; made by the listener.
    public let requestID: String
    private var body: ByteBuffer?

    /// `body` is confidential memory when it can hold secrets; an empty buffer stands for no body.
    public init(
        head: RequestHead, headBytes: [UInt8], body: consuming ByteBuffer, remoteAddress: String, requestID: String
    ) {
        self.head = head
        self.headBytes = headBytes
        self.body = consume body
        self.remoteAddress = remoteAddress
        self.requestID = requestID
    }

    /// Hands the body over to its one reader; empty when there was none, and from the second call on.
    public func takeBody() -> ByteBuffer {
        body.take() ?? ByteBuffer()
    }

    /// The query of the target without its `?`, as it was sent.
    public var query: String? {
        guard let range = head.query else { return nil }
        return text(in: range)
    }

    /// The value of the first field called `name` (in lower case), without the white space around it; nothing when there is no
    /// such field or its value is not UTF-8.
    public func field(_ name: StaticString) -> String? {
        let bytes = headBytes
        guard let range = head.first(name, in: bytes.span) else { return nil }
        return text(in: range)
    }

    /// Where the values of all fields called `name` (in lower case) stand in `headBytes`, in the order they were sent.
    public func fields(_ name: StaticString) -> [Range<Int>] {
        var values: [Range<Int>] = []
        let bytes = headBytes
        for line in head.fields where bytes.span.extracting(line.name.range).equalsIgnoringCase(name) {
            values.append(line.value.range)
        }
        return values
    }

    private func text(in range: Range<Int>) -> String? {
        let bytes = headBytes
        return bytes.span.extracting(range).validatedString()
    }
}
