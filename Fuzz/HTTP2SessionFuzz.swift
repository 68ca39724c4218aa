// rooms: Bytes HTTP Crypto Reactor Transport Downstream
import Bytes
import HTTP

@testable import Downstream

/// Any frames behind a client's hello, at once and byte by byte: both ways give the same requests, and each is in the words of HTTP/1.1 one
/// whole head and no more.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHTTP2Session(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    let (whole, bytewise) = (Conversation(), Conversation())
    whole.hear(bytes)
    for byte in bytes { bytewise.hear([byte]) }
    whole.finish()
    bytewise.finish()
    // nghttp2 looks only between two pieces whether the client has said goodbye, and reads no further then.
    let isSame =
        bytewise.hasEnded ? whole.requests.starts(with: bytewise.requests) : whole.requests == bytewise.requests
    precondition(isSame, "the cut of the bytes changes the requests")
    return 0
}

private final class Conversation {
    private static let hello = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]
    private static let answer = Array(
        "HTTP/1.1 200 OK\r\nX-One: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".utf8)

    private(set) var requests: [[UInt8]] = []
    private var session: HTTP2Session?
    private var isOver = false
    /// Nothing more would be read.
    private(set) var hasEnded = false

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

    /// Answers what was asked, and ends.
    func finish() {
        guard let session else { return }
        var head = ResponseHead()
        guard case .complete = head.parse(Self.answer.span, answering: .get) else { preconditionFailure("no answer") }
        var opened: [HTTP2Lane] = []
        session.takeOpened(into: &opened)
        for lane in opened {
            _ = session.submit(head, Self.answer.span, endsStream: lane.stream % 4 == 1, on: lane.stream)
        }
        var frames = ByteBuffer()
        precondition(session.produce(into: &frames, upTo: 1 << 20), "nghttp2 has failed")
        hasEnded = session.isOver
        session.goAway()
        session.endLanes()
        _ = session.produce(into: &frames, upTo: 1 << 20)
    }
}
