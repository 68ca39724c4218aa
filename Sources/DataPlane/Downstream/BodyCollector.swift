internal import Bytes
internal import HTTP

/// A request whose body is being collected for the async plane.
final class BodyCollector {
    enum Outcome: Equatable {
        case more
        case complete
        case tooLarge
        case refused
    }

    let head: RequestHead
    let headBytes: [UInt8]
    let requestID: String
    /// Confidential: a data source's secrets come this way.
    var body = ByteBuffer(kind: .confidential)
    private var remaining: UInt64
    private var decoder: ChunkedDecoder?

    init(head: RequestHead, headBytes: [UInt8], requestID: String) {
        self.head = head
        self.headBytes = headBytes
        self.requestID = requestID
        switch head.framing {
        case .length(let length): (remaining, decoder) = (length, nil)
        case .chunked: (remaining, decoder) = (.max, ChunkedDecoder())
        case .none, .untilClose: (remaining, decoder) = (0, nil)
        }
    }

    /// Hands the body over, once.
    func makeRequest(remoteAddress: String) -> AsyncRequest {
        var body = ByteBuffer(kind: .confidential)
        swap(&body, &self.body)
        return AsyncRequest(
            head: head, headBytes: headBytes, body: body, remoteAddress: remoteAddress, requestID: requestID)
    }

    /// Takes what belongs to the body from the front of `bytes`; what is left there belongs to the next request.
    func take(_ bytes: inout ByteBuffer, bytesMax: Int) -> Outcome {
        decoder == nil ? takeByLength(&bytes, bytesMax) : takeChunked(&bytes, bytesMax)
    }

    private func takeByLength(_ bytes: inout ByteBuffer, _ bytesMax: Int) -> Outcome {
        guard UInt64(body.count) + remaining <= UInt64(bytesMax) else { return .tooLarge }
        let taken = Int(min(UInt64(bytes.count), remaining))
        body.append(bytes.span.extracting(0..<taken))
        bytes.removeFirst(taken)
        remaining -= UInt64(taken)
        return remaining == 0 ? .complete : .more
    }

    private func takeChunked(_ bytes: inout ByteBuffer, _ bytesMax: Int) -> Outcome {
        guard var chunks = decoder else { return .refused }
        defer { decoder = chunks }
        switch chunks.decode(&bytes, in: 0..<bytes.count) {
        case .refused: return .refused
        case .decoded(let payload, let consumed, let ended):
            guard body.count + payload <= bytesMax else { return .tooLarge }
            body.append(bytes.span.extracting(0..<payload))
            bytes.removeFirst(consumed)
            return ended ? .complete : .more
        }
    }
}
