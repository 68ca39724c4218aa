internal import Bytes
internal import HTTP
internal import Reactor

/// One request of an HTTP/2 connection as a caller's connection of HTTP/1.1 (decision 0014): what is read here is the request in the words
/// of HTTP/1.1, what is sent here is an answer in them. Touched by its worker's thread only.
final class HTTP2Lane {
    /// What a chunk takes besides its bytes.
    private static let chunkFramingMax = 32

    let stream: Int32
    /// Nothing once the stream is closed, by whichever side, or its connection ended.
    private(set) var connection: HTTP2Connection?
    /// Its caller's slot; nothing before it has one and when that is gone.
    private(set) var handle: Handle?
    private let board: LaneBoard

    /// The request's bytes that nobody has read yet.
    private var inbound: ByteBuffer
    /// Bytes of the body among them, for which the peer gets new room when they are read.
    private var inboundPayload = 0
    /// Bytes that were read stand behind its last one.
    private var isInboundMoved = false
    /// Bytes of the request's head among them, at their front.
    private var headBytes: Int
    /// The body's chunks are made when it is read, so that frames of one byte take no more room than others.
    private let isChunked: Bool
    private var isLastChunkOwed = false
    /// What stands behind it.
    private var inboundTrailers: [UInt8] = []
    private(set) var isRequestWhole: Bool

    private var answer: HTTP2Answer
    /// Of the answer, kept beside it: each look into `answer` is a checked access, and these are asked for a dozen times a call.
    private var payloadBytes = 0
    private var hasAnswerEnded = false
    /// The peer has been told that the answer ends, or is with the next frames: a shut window does not hold that back any more.
    private var isEndTold = false
    /// The connection has asked for more than there was.
    private var isDeferred = false
    /// The answer cannot go on, or is not to look whole.
    private var isBroken = false
    /// Its slot is gone.
    private var isClosed = false
    private var isWritingOver = false
    /// Somebody waits for what was sent to be taken.
    private var isAwaited = false
    private var isOnBoard = false

    init(
        stream: Int32, connection: HTTP2Connection?, board: LaneBoard, head: inout ByteBuffer,
        isChunked: Bool, isRequestWhole: Bool
    ) {
        self.stream = stream
        self.connection = connection
        self.board = board
        answer = HTTP2Answer(to: HTTPMethod(head.span.extracting(0..<(head.span.firstOffset(of: 0x20) ?? 0))))
        var inbound = ByteBuffer(kind: .confidential)
        swap(&inbound, &head)
        headBytes = inbound.count
        self.inbound = inbound
        self.isChunked = isChunked
        self.isRequestWhole = isRequestWhole
    }

    /// It has a caller's slot from here on, which has something to read.
    func settle(in handle: Handle) {
        self.handle = handle
        wake()
    }

    private func wake() {
        guard let handle, !isOnBoard else { return }
        isOnBoard = true
        board.wake(handle)
    }

    /// The board's word has reached whoever serves it.
    func noteServed() { isOnBoard = false }

    // MARK: From the connection

    /// The next bytes of the body.
    func takeBody(_ bytes: Span<UInt8>) {
        guard !isClosed, !isBroken else { return connection?.session.consume(bytes.count, of: stream) ?? () }
        inbound.append(bytes)
        inboundPayload += bytes.count
        wake()
    }

    /// `trailers` are lines of HTTP/1.1; a body with a length has no place for them.
    func endRequest(trailers: [UInt8] = []) {
        guard !isRequestWhole else { return }
        isRequestWhole = true
        inboundTrailers = trailers
        isLastChunkOwed = isChunked
        wake()
    }

    /// The stream is over for the peer, or the whole connection.
    func end() {
        connection = nil
        wake()
    }

    /// How many bytes can be sent now, at most `room`, and whether the answer ends behind them.
    func sendable(_ room: Int) -> (count: Int, ends: Bool) {
        let count = min(room, payloadBytes)
        return (count, hasAnswerEnded && count == payloadBytes)
    }

    /// Nothing can be sent now: the connection asks again when it is told of more.
    func noteDeferred() { isDeferred = true }

    /// There is more to send, or the end.
    private func resume(_ session: HTTP2Session) {
        guard isDeferred else { return }
        isDeferred = false
        session.resume(stream)
    }

    /// The answer's, as lines of HTTP/1.1; they follow its last byte.
    var trailers: [UInt8] { answer.trailers }

    /// Moves the next `count` bytes of payload to the end of `output`.
    func takePayload(_ count: Int, into output: inout ByteBuffer) {
        answer.takePayload(count, into: &output)
        payloadBytes -= count
        noteTaken()
    }

    /// The next frame says that the answer ends.
    func noteEndTold() {
        isEndTold = true
        noteTaken()
    }

    private func noteTaken() {
        guard isAwaited, isTaken else { return }
        isAwaited = false
        wake()
    }

    // MARK: To the caller's side

    /// The answer has been handed over whole, so that the stream's end is no loss.
    private var isAnswered: Bool { isEndTold && hasAnswerEnded && payloadBytes == 0 }

    /// Nothing of what was sent waits for the peer's window.
    private var isTaken: Bool {
        payloadBytes == 0 && (isEndTold || !hasAnswerEnded)
    }

    var isGone: Bool { connection == nil && !isAnswered }

    /// Both sides have said all, and all of it was read and sent.
    var isOver: Bool { isRequestWhole && !isLastChunkOwed && !isBroken && inbound.isEmpty && isAnswered }

    var canRead: Bool { !inbound.isEmpty || isLastChunkOwed || isGone || isWritingOver }
    /// Not the field alone: so short a getter is inlined in other rooms, and a field that is read there keeps its checks everywhere.
    var unsentBytes: Int { sendable(.max).count }

    func receive(into buffer: inout ByteBuffer, upTo maximum: Int) -> StreamRead {
        if isGone { return .failed(.protocolBroken) }
        guard !inbound.isEmpty || isLastChunkOwed else { return isWritingOver ? .ended : .wouldBlock }
        let before = buffer.count
        if headBytes > 0 || !isChunked {
            let count = min(maximum, isChunked ? headBytes : inbound.count)
            buffer.append(inbound, 0..<count)
            headBytes -= min(count, headBytes)
            takeInbound(count)
            return .bytes(count)
        }
        if !inbound.isEmpty {
            let count = min(max(1, maximum - Self.chunkFramingMax), inbound.count)
            ChunkedEncoder.appendStart(of: count, to: &buffer)
            buffer.append(inbound, 0..<count)
            ChunkedEncoder.appendEnd(to: &buffer)
            takeInbound(count)
        }
        if inbound.isEmpty, isLastChunkOwed {
            isLastChunkOwed = false
            ChunkedEncoder.appendLast(trailers: inboundTrailers, to: &buffer)
            inboundTrailers = []
        }
        return .bytes(buffer.count - before)
    }

    /// Forgets what was read; the peer gets room for the body's bytes when all of them were.
    private func takeInbound(_ count: Int) {
        guard count == inbound.count else {
            inbound.removeFirst(count)
            isInboundMoved = true
            return
        }
        forgetInbound()
        let taken = inboundPayload
        inboundPayload = 0
        guard taken > 0, let connection else { return }
        connection.session.consume(taken, of: stream)
        connection.pump()
    }

    private func forgetInbound() {
        if isInboundMoved { inbound.release() }
        isInboundMoved = false
        board.buffers.giveBack(&inbound)
    }

    func send(_ first: Span<UInt8>, _ second: Span<UInt8>, _ third: Span<UInt8>) -> StreamWrite {
        deliver(first.count + second.count + third.count) { answer, session in
            take(first, second, third, &answer, session)
        }
    }

    private func take(
        _ first: Span<UInt8>, _ second: Span<UInt8>, _ third: Span<UInt8>, _ answer: inout HTTP2Answer,
        _ session: HTTP2Session
    ) -> Bool {
        // Its arrays have grown.
        var head = ResponseHead()
        swap(&head, &board.buffers.answerHead)
        defer { swap(&head, &board.buffers.answerHead) }
        return answer.take(first, second, third, &head) { head, bytes, ends in
            isEndTold = ends
            return session.submit(head.status, head.fields, bytes, endsStream: ends, on: stream)
        }
    }

    /// The same where `first` begins with `head`, if that is one.
    func send(
        _ head: borrowing WrittenHead, _ first: Span<UInt8>, _ second: Span<UInt8>, _ third: Span<UInt8>
    ) -> StreamWrite {
        deliver(first.count + second.count + third.count) { answer, session in
            guard answer.canBegin(with: head) else { return take(first, second, third, &answer, session) }
            let ends = answer.begin(with: head)
            isEndTold = ends
            return session.submit(head.status, head.fields, first, endsStream: ends, on: stream)
                && answer.takeRest(first.extracting(head.headBytes..<first.count), second, third)
        }
    }

    /// `write` gives the answer what is sent, at most `count` bytes; false when that is no answer.
    private func deliver(_ count: Int, _ write: (inout HTTP2Answer, HTTP2Session) -> Bool) -> StreamWrite {
        guard let connection, !isBroken else { return .failed(.protocolBroken) }
        let (session, buffers) = (connection.session, board.buffers)
        // Lent until what can go has gone: what was pumped is copied by then.
        answer.takeMemory(of: &buffers.payload, for: count)
        let isRight = write(&answer, session)
        (payloadBytes, hasAnswerEnded) = answer.progress
        if isRight {
            resume(session)
            connection.pump()
        } else {
            isBroken = true
        }
        answer.giveBackMemory(to: &buffers.payload)
        return isRight ? flush() : .failed(.protocolBroken)
    }

    func flush() -> StreamWrite {
        if isGone { return .failed(.protocolBroken) }
        isAwaited = !isTaken
        return isAwaited ? .waiting : .sent
    }

    /// Nothing more will be sent.
    func shutdownWriting() {
        isWritingOver = true
        guard answer.close() else { return isBroken = true }
        (payloadBytes, hasAnswerEnded) = answer.progress
        guard let connection else { return }
        resume(connection.session)
        connection.pump()
    }

    /// What was sent must not look whole.
    func breakOff() { isBroken = true }

    /// Its slot is gone. An answer that is whole still goes out.
    func close() {
        handle = nil
        isClosed = true
        forgetInbound()
        guard let connection else { return }
        if isBroken || !isAnswered {
            connection.session.reset(stream, .internalError)
        }
        if inboundPayload > 0 { connection.session.consume(inboundPayload, of: stream) }
        inboundPayload = 0
        connection.pump()
    }
}
