internal import Bytes
internal import HTTP
internal import Reactor
internal import Transport

/// One caller's HTTP/2: the socket, the session over it, and its lanes' way to both.
final class HTTP2Connection {
    /// Bytes of frames made at once: half a read's worth of answers.
    private static let frameBytesMax = 128 * 1024

    var transport: TransportStream
    let session: HTTP2Session
    private let handle: Handle
    private let board: LaneBoard
    /// The socket, or what came from it, is of no use any more.
    private(set) var isBroken = false
    private var isEndTold = false
    /// When a request last was under way; milliseconds of the loop's clock.
    var usedAt: UInt64
    /// A request has come over it.
    private(set) var hasServed = false

    init(
        _ transport: consuming TransportStream, handle: Handle, board: LaneBoard, configuration: HTTP2Configuration,
        limits: HeadLimits, now: UInt64
    ) {
        self.transport = transport
        self.handle = handle
        self.board = board
        usedAt = now
        let link = Link()
        session = HTTP2Session(configuration, limits: limits, buffers: board.buffers) {
            stream, head, isChunked, isWhole in
            HTTP2Lane(
                stream: stream, connection: link.connection, board: board, head: &head, isChunked: isChunked,
                isRequestWhole: isWhole)
        }
        link.connection = self
    }

    /// So that the session does not keep its connection alive.
    private final class Link { unowned var connection: HTTP2Connection? }

    var hasLanes: Bool { !session.lanes.isEmpty }

    /// Nothing will come or go: the peer has been told, or is gone.
    var isOver: Bool { isBroken || (session.isOver && transport.unsentBytes == 0) }

    /// Takes one read's worth of frames; true when there may be more.
    func receive(_ read: inout ByteBuffer, readBytesMax: Int) -> Bool {
        if transport.unsentBytes > 0 {
            if case .failed = transport.flush() { isBroken = true }
            pump()
        }
        guard !isBroken, transport.canRead, !session.isCongested || transport.unsentBytes == 0 else { return false }
        read.removeAll()
        session.prefetch()
        switch transport.receive(into: &read, upTo: readBytesMax) {
        case .wouldBlock: return false
        case .ended, .failed:
            isBroken = true
            return false
        case .bytes:
            let isTaken = session.feed(read.span)
            if hasLanes { hasServed = true }
            pump()
            if !isTaken { isBroken = isBroken || transport.unsentBytes > 0 }
            return isTaken && transport.canRead
        }
    }

    /// Sends what there is, as far as the socket takes it.
    func pump() {
        if session.hasFrames { sendFrames() }
        if isOver, !isEndTold {
            // Whoever pumped may have been a lane.
            isEndTold = true
            board.wake(handle)
        }
    }

    private func sendFrames() {
        var frames = ByteBuffer(kind: .confidential)
        swap(&frames, &board.buffers.frames)
        while !isBroken && transport.unsentBytes == 0 {
            frames.removeAll()
            let produced = session.produce(into: &frames, upTo: Self.frameBytesMax)
            if produced == .failed { isBroken = true }
            guard !isBroken, !frames.isEmpty else { break }
            if case .failed = transport.send(frames) { isBroken = true }
            if produced == .all { break }
        }
        swap(&frames, &board.buffers.frames)
    }

    /// The connection's slot is gone.
    func end() {
        isBroken = true
        session.endLanes()
    }
}
