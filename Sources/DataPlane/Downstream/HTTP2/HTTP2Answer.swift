internal import Bytes
internal import HTTP

/// Takes an answer apart that was written for HTTP/1.1: its heads, the payload of its body without the framing, its trailers. No I/O.
struct HTTP2Answer: ~Copyable {
    /// Next states: head → head (interim answers), body, ended; body → ended.
    private enum Rest {
        case head
        case bytes(UInt64)
        case chunks(ChunkedDecoder)
        case untilClose
        case ended
    }

    /// What a source may say, with what the proxy adds.
    private static let limits = HeadLimits(headBytesMax: 128 << 10, fieldsMax: 256, targetBytesMax: 0)

    /// Bytes for which memory is lent; it grows to twice as much at most.
    private static let lentBytesMax = 64 * 1024

    private let method: HTTPMethod
    private var rest = Rest.head
    /// What came of a head that is not whole.
    private var pending = ByteBuffer(kind: .confidential)
    /// Payload that waits to be sent.
    private var payload = ByteBuffer()
    private var payloadStart = 0
    /// The payload's memory is another's, and goes back to it.
    private var isMemoryLent = false
    /// The lines behind a body that has ended.
    private(set) var trailers: [UInt8] = []

    var payloadBytes: Int { payload.count - payloadStart }

    /// What waits to be sent, and whether that is the last of it.
    var progress: (payloadBytes: Int, hasEnded: Bool) { (payloadBytes, hasEnded) }

    init(to method: HTTPMethod) { self.method = method }

    /// All of it has been taken; `payload` may still hold some.
    var hasEnded: Bool {
        switch rest {
        case .ended: true
        case .head, .bytes, .chunks, .untilClose: false
        }
    }

    /// Takes the next bytes, which are in three pieces. `submit` gets each head that is whole, and whether the answer ends with it;
    /// false when it will not have it. False when what came is no answer. `head` is used for heads and of no more use.
    mutating func take(
        _ first: Span<UInt8>, _ second: Span<UInt8>, _ third: Span<UInt8>, _ head: inout ResponseHead,
        _ submit: (borrowing ResponseHead, Span<UInt8>, Bool) -> Bool
    ) -> Bool {
        take(first, &head, submit) && take(second, &head, submit) && take(third, &head, submit)
    }

    /// Nothing of a final head has come, and `head` is one.
    func canBegin(with head: borrowing WrittenHead) -> Bool {
        guard case .head = rest else { return false }
        return head.headBytes > 0 && pending.isEmpty
    }

    /// Takes a final head; true when the answer ends with it.
    mutating func begin(with head: borrowing WrittenHead) -> Bool {
        begin(head.framing(answering: method))
        return hasEnded
    }

    /// Takes what follows the head, which is in three pieces. False when that is not as the head said.
    mutating func takeRest(_ first: Span<UInt8>, _ second: Span<UInt8>, _ third: Span<UInt8>) -> Bool {
        takeBody(first) && takeBody(second) && takeBody(third)
    }

    private mutating func take(
        _ bytes: Span<UInt8>, _ head: inout ResponseHead, _ submit: (borrowing ResponseHead, Span<UInt8>, Bool) -> Bool
    ) -> Bool {
        guard !bytes.isEmpty else { return true }
        guard case .head = rest else { return takeBody(bytes) }
        guard !pending.isEmpty else { return takeHeads(bytes, &head, submit) }
        var text = ByteBuffer(kind: .confidential)
        swap(&text, &pending)
        text.append(bytes)
        return takeHeads(text.span, &head, submit)
    }

    private mutating func takeHeads(
        _ bytes: Span<UInt8>, _ head: inout ResponseHead, _ submit: (borrowing ResponseHead, Span<UInt8>, Bool) -> Bool
    ) -> Bool {
        var start = 0
        while case .head = rest, start < bytes.count {
            let text = bytes.extracting(start..<bytes.count)
            switch head.parse(text, answering: method, limits: Self.limits) {
            case .incomplete:
                pending.append(text)
                return true
            case .refused: return false
            case .complete(let headBytes):
                if head.status >= 200 { begin(head.framing) }
                guard submit(head, text, hasEnded) else { return false }
                start += headBytes
            }
        }
        return takeBody(bytes.extracting(start..<bytes.count))
    }

    private mutating func begin(_ framing: BodyFraming) {
        switch framing {
        case .none, .length(0): rest = .ended
        case .length(let length): rest = .bytes(length)
        case .chunked: rest = .chunks(ChunkedDecoder(keepsTrailers: true))
        case .untilClose: rest = .untilClose
        }
    }

    private mutating func takeBody(_ bytes: Span<UInt8>) -> Bool {
        guard !bytes.isEmpty else { return true }
        switch rest {
        case .head, .ended: return false
        case .untilClose: payload.append(bytes)
        case .bytes(let remaining):
            guard UInt64(bytes.count) <= remaining else { return false }
            payload.append(bytes)
            rest = UInt64(bytes.count) == remaining ? .ended : .bytes(remaining - UInt64(bytes.count))
        case .chunks(var decoder):
            defer { if case .chunks = rest { rest = .chunks(decoder) } }
            var index = 0
            while true {
                switch decoder.next(bytes, from: index) {
                case .payload(let piece):
                    payload.append(bytes.extracting(piece))
                    index = piece.upperBound
                case .incomplete: return true
                case .refused: return false
                case .ended(let end):
                    rest = .ended
                    trailers = decoder.trailers
                    return end == bytes.count
                }
            }
        }
        return true
    }

    /// No more will come; true when that is where the answer ends.
    mutating func close() -> Bool {
        if case .untilClose = rest { rest = .ended }
        return hasEnded
    }

    /// Moves the first `count` bytes of payload to the end of `output`.
    mutating func takePayload(_ count: Int, into output: inout ByteBuffer) {
        output.append(payload, payloadStart..<payloadStart + count)
        payloadStart += count
        guard payloadBytes == 0 else { return }
        payloadStart = 0
        if isMemoryLent { payload.removeAll() } else { payload.release() }
    }

    // MARK: Memory

    /// Uses the memory of `spare`, which is empty, for payload when it has none of its own and `count` bytes at most are to come.
    mutating func takeMemory(of spare: inout ByteBuffer, for count: Int) {
        guard payload.capacity == 0, count <= Self.lentBytesMax else { return }
        swap(&payload, &spare)
        isMemoryLent = true
    }

    /// Gives it back. Payload that is left moves to memory of its own size: it may wait long.
    mutating func giveBackMemory(to spare: inout ByteBuffer) {
        guard isMemoryLent else { return }
        isMemoryLent = false
        var own = ByteBuffer()
        own.append(payload, payloadStart..<payload.count)
        payload.removeAll()
        payloadStart = 0
        swap(&payload, &spare)
        swap(&payload, &own)
    }
}
