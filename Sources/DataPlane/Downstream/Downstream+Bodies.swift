public import Bytes
public import HTTP
public import Reactor

/// Requests for the async plane: their bodies are collected whole, up to a bound for each and one for all.
extension Downstream {
    /// Begins with the head that `read` starts with; what follows it is the first of the body.
    public mutating func collect(
        _ slot: Int, head: RequestHead, headBytes: Int, requestID: String, from read: inout ByteBuffer,
        readBytesMax: Int,
        now: UInt64, deadlines: inout Deadlines
    ) -> CollectStep {
        let bytes = read.span.extracting(0..<headBytes).copy()
        callers[slot].collector = BodyCollector(head: head, headBytes: bytes, requestID: requestID)
        callers[slot].owesContinue = head.expectsContinue && head.framing != .length(0)
        callers[slot].state = .collecting
        read.removeFirst(headBytes)
        callers[slot].input.release()
        callers[slot].collectsUntil = now + configuration.bodyTimeoutMilliseconds
        awaitBody(slot, now: now, deadlines: &deadlines)
        let step = take(slot, &read)
        return step == .nothing
            ? collectMore(slot, read: &read, readBytesMax: readBytesMax, now: now, deadlines: &deadlines) : step
    }

    /// Goes on with what the socket has.
    public mutating func collectMore(
        _ slot: Int, read: inout ByteBuffer, readBytesMax: Int, now: UInt64, deadlines: inout Deadlines
    ) -> CollectStep {
        precondition(callers[slot].state == .collecting)
        if case .failed = callers[slot].stream.flush() { return .close }
        if callers[slot].owesContinue {
            callers[slot].owesContinue = false
            var interim = ByteBuffer()
            interim.append("HTTP/1.1 100 Continue\r\n\r\n")
            if case .failed = callers[slot].stream.send(interim) { return .close }
        }
        while callers[slot].stream.canRead {
            read.removeAll()
            read.append(callers[slot].input)
            switch callers[slot].stream.receive(into: &read, upTo: readBytesMax) {
            case .wouldBlock: return .nothing
            case .ended, .failed: return .close
            case .bytes: break
            }
            awaitBody(slot, now: now, deadlines: &deadlines)
            let step = take(slot, &read)
            if step != .nothing { return step }
        }
        return .nothing
    }

    /// The next byte has its time, and so has the last: a body that drips takes room for all that time.
    private mutating func awaitBody(_ slot: Int, now: UInt64, deadlines: inout Deadlines) {
        let next = now + configuration.stallTimeoutMilliseconds
        setDeadline(slot, at: min(next, callers[slot].collectsUntil), deadlines: &deadlines)
    }

    private mutating func take(_ slot: Int, _ read: inout ByteBuffer) -> CollectStep {
        guard let collector = callers[slot].collector else { return .close }
        let outcome = collector.take(&read, bytesMax: configuration.bodyBytesMax)
        collectedBytes += collector.body.count - callers[slot].bodyBytes
        callers[slot].bodyBytes = collector.body.count
        keepInput(slot, read)
        // A request without a body takes no room, so that reads are answered while others write.
        let isBeyond = callers[slot].bodyBytes > 0 && collectedBytes > configuration.bodyBytesTotalMax
        switch outcome {
        case .more: return isBeyond ? .noRoom : .nothing
        case .complete:
            callers[slot].owesContinue = false
            return isBeyond ? .noRoom : .complete
        case .tooLarge: return .tooLarge
        case .refused: return .refused
        }
    }

    /// Hands out the request that has been collected; the connection waits for its answer. The body counts until `answered` is
    /// told of its bytes: whoever answers holds it, also when the caller has left.
    public mutating func takeRequest(_ slot: Int) -> (request: AsyncRequest, bodyBytes: Int)? {
        guard let collector = callers[slot].collector.take() else { return nil }
        callers[slot].state = .waiting
        let bodyBytes = callers[slot].bodyBytes
        callers[slot].bodyBytes = 0
        return (collector.makeRequest(remoteAddress: callers[slot].host), bodyBytes)
    }

    /// `work` answers the request that `takeRequest` handed out; it is cancelled when its caller leaves.
    public mutating func setWork(_ slot: Int, _ work: Task<Void, Never>) { callers[slot].work = work }

    public mutating func cancelWork(_ slot: Int) { callers[slot].work?.cancel() }

    /// A request that `takeRequest` handed out has its answer, and nobody holds its body any longer.
    public mutating func answered(bodyBytes: Int) {
        precondition(bodyBytes <= collectedBytes)
        collectedBytes -= bodyBytes
    }

    /// The body that is being collected, if there is one, is nobody's concern any more.
    mutating func forgetBody(_ slot: Int) {
        callers[slot].collector = nil
        collectedBytes -= callers[slot].bodyBytes
        callers[slot].bodyBytes = 0
    }
}
