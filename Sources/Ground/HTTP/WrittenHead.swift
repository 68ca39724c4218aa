public import Bytes

/// What was written as an answer's head, as offsets into its text, which is a buffer's first bytes: whoever needs the fields one by one
/// does not read them a second time. Reused, so that it costs no allocation once its array has grown.
public struct WrittenHead: Sendable {
    /// 100 to 999; 0 when nothing is written.
    public private(set) var status = 0
    /// The end-to-end fields, in the order they were written: what is for one connection only, their writer does not note. None says which
    /// well-known name it has.
    public private(set) var fields: [FieldLine] = []
    /// With the empty line; 0 when nothing is known of the head, or there is none.
    public private(set) var headBytes = 0
    private var isChunked = false
    private var contentLength: UInt64?
    private var isWanted = false

    public init() {}

    /// Nothing is written. What comes is noted only where it `isWanted`.
    public mutating func begin(status: Int, isWanted: Bool) {
        removeAll()
        self.status = status
        self.isWanted = isWanted
    }

    public mutating func removeAll() {
        if !fields.isEmpty { fields.removeAll(keepingCapacity: true) }
        (status, headBytes, isChunked, contentLength, isWanted) = (0, 0, false, nil, false)
    }

    /// One field's line was written, at the end of `text` from `start` on: its name, a colon, a space, its value and CRLF.
    @inline(__always)
    public mutating func noteField(in text: borrowing ByteBuffer, from start: Int) {
        if isWanted { note(text.span, from: start) }
    }

    private mutating func note(_ text: Span<UInt8>, from start: Int) {
        guard let colon = text.firstOffset(of: 0x3A, from: start), colon &+ 4 <= text.count else {
            return isWanted = false
        }
        fields.append(
            FieldLine(name: ByteRange(start, colon), value: ByteRange(colon &+ 2, text.count &- 2), known: .other))
    }

    /// The body's length was told, or that it comes in chunks.
    public mutating func noteFraming(length: UInt64?, isChunked: Bool) {
        contentLength = length
        self.isChunked = isChunked
    }

    /// All of the head was written, with the empty line.
    public mutating func end(in text: borrowing ByteBuffer) { headBytes = isWanted ? text.count : 0 }

    /// Where the body ends that follows, for who asked with `method`.
    public func framing(answering method: HTTPMethod) -> BodyFraming {
        BodyFraming(ofAnswer: status, to: method, isChunked: isChunked, length: contentLength)
    }
}
