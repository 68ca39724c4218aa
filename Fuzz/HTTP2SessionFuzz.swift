// rooms: Bytes HTTP Crypto Reactor Transport Downstream
import Bytes
import HTTP

@testable import Downstream

/// Any frames behind a client's hello, at once and byte by byte: both ways give the same requests, and each is in the words of HTTP/1.1 one
/// whole head and no more. And once more with answers while they come.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHTTP2Session(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    let (whole, bytewise, answered) = (Conversation(), Conversation(), Conversation())
    whole.hear(bytes)
    for byte in bytes { bytewise.hear([byte]) }
    for start in stride(from: 0, to: bytes.count, by: 50) {
        answered.hear(Array(bytes[start..<min(start + 50, bytes.count)]))
        answered.answer()
    }
    for conversation in [whole, bytewise, answered] { conversation.finish() }
    precondition(whole.requests == bytewise.requests, "the cut of the bytes changes the requests")
    return 0
}

private final class Conversation {
    private static let hello = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]
    private static let answer = Array(
        "HTTP/1.1 200 OK\r\nX-One: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".utf8)

    private(set) var requests: [[UInt8]] = []
    private var session: HTTP2Session?
    private var isOver = false

    init() {
        var configuration = HTTP2Configuration()
        configuration.idleFramesMax = 50
        configuration.streamsMax = 10
        session = HTTP2Session(configuration, limits: HeadLimits()) { [unowned self] stream, head, isChunked, isWhole in
            note(head)
            return HTTP2Lane(
                stream: stream, connection: nil, board: LaneBoard(), head: &head, isChunked: isChunked,
                isRequestWhole: isWhole)
        }
        hear(Self.hello)
    }

    private func note(_ text: borrowing ByteBuffer) {
        var head = RequestHead()
        switch head.parse(text.span, limits: HeadLimits(), seenBefore: 0) {
        case .complete(let headBytes): precondition(headBytes == text.count, "more than one request in a head")
        case .incomplete: preconditionFailure("half a head")
        case .refused: break
        }
        requests.append(text.span.copy())
    }

    func hear(_ bytes: [UInt8]) {
        guard let session, !isOver else { return }
        isOver = !session.feed(bytes.span)
    }

    /// Answers what was asked.
    func answer() {
        guard let session else { return }
        var head = ResponseHead()
        guard case .complete = head.parse(Self.answer.span, answering: .get) else { preconditionFailure("no answer") }
        var opened: [HTTP2Lane] = []
        session.takeOpened(into: &opened)
        for lane in opened {
            _ = session.submit(
                head.status, head.fields, Self.answer.span, endsStream: lane.stream % 4 == 1, on: lane.stream)
        }
        var frames = ByteBuffer()
        precondition(session.produce(into: &frames, upTo: 1 << 20) != .failed, "nghttp2 has failed")
    }

    func finish() {
        answer()
        guard let session else { return }
        var frames = ByteBuffer()
        session.goAway()
        session.endLanes()
        _ = session.produce(into: &frames, upTo: 1 << 20)
    }
}
