public import Bytes
internal import Crypto
public import HTTP
public import Reactor
internal import Transport

/// A caller's bytes: of a socket, with TLS or without; of one request of an HTTP/2 connection, in the words of HTTP/1.1; or of
/// the socket below such requests (decision 0014). The verbs are `Stream`'s.
public struct CallerStream: ~Copyable {
    private var socket: TransportStream?
    let lane: HTTP2Lane?
    private(set) var http2: HTTP2Connection?

    init(_ socket: consuming TransportStream) {
        self.socket = consume socket
        lane = nil
    }

    init(_ lane: HTTP2Lane) { self.lane = lane }

    /// Whether it is a socket of its own.
    var isSocket: Bool { lane == nil }

    /// It is a request of HTTP/2 whose answer is over, and so is all of it: there is nothing to wait for.
    var isOver: Bool { lane?.isOver ?? false }

    /// Takes the socket to where HTTP/2 uses it.
    mutating func multiplex(_ make: (consuming TransportStream) -> HTTP2Connection) {
        guard let taken = socket.take() else { return }
        http2 = make(taken)
    }

    // MARK: State

    public var canRead: Bool {
        switch socket {
        case .some(let socket): socket.canRead
        case .none: lane?.canRead ?? http2?.transport.canRead ?? false
        }
    }

    public var peerEnded: Bool {
        switch socket {
        case .some(let socket): socket.peerEnded
        // The end of a request is not the end of its caller.
        case .none: http2?.transport.peerEnded ?? false
        }
    }

    public var hungUp: Bool {
        switch socket {
        case .some(let socket): socket.hungUp
        case .none: lane?.isGone ?? http2?.transport.hungUp ?? true
        }
    }

    public var unsentBytes: Int {
        switch socket {
        case .some(let socket): socket.unsentBytes
        case .none: lane?.unsentBytes ?? http2?.transport.unsentBytes ?? 0
        }
    }

    /// Something will be sent in a moment, behind a system call.
    public func prefetch() { lane?.connection?.session.prefetch() }

    /// A head is of more use as fields than as text.
    public var sendsFields: Bool { lane != nil }

    /// Bytes may go past this process (`splice`).
    public var isPlainSocket: Bool {
        switch socket {
        case .some(let socket): !socket.isTLS
        case .none: false
        }
    }

    public mutating func note(_ readiness: Readiness) {
        if socket?.note(readiness) == nil { http2?.transport.note(readiness) }
    }

    func register(with loop: borrowing Loop, as handle: Handle) throws(SystemError) {
        switch socket {
        case .some(let socket): try socket.register(with: loop, as: handle)
        case .none: break
        }
    }

    // MARK: TLS

    mutating func begin(_ session: consuming TLSSession) { socket?.begin(session) }

    mutating func stepHandshake() -> TLSHandshake { socket?.stepHandshake() ?? .failed(.cut) }

    var agreedProtocol: TLSProtocol? {
        switch socket {
        case .some(let socket): socket.agreedProtocol
        case .none: nil
        }
    }

    // MARK: Bytes

    public mutating func receive(into buffer: inout ByteBuffer, upTo maximum: Int) -> StreamRead {
        if let read = socket?.receive(into: &buffer, upTo: maximum) { return read }
        if let lane { return lane.receive(into: &buffer, upTo: maximum) }
        return http2?.transport.receive(into: &buffer, upTo: maximum) ?? .failed(.protocolBroken)
    }

    public mutating func send(_ bytes: borrowing ByteBuffer) -> StreamWrite { send(bytes.span) }

    public mutating func send(_ bytes: Span<UInt8>) -> StreamWrite {
        if let write = socket?.send(bytes) { return write }
        return lane?.send(bytes, Span(), Span()) ?? .failed(.protocolBroken)
    }

    public mutating func send(_ head: borrowing ByteBuffer, _ body: [UInt8]) -> StreamWrite {
        if let write = socket?.send(head, body) { return write }
        return lane?.send(head.span, body.span, Span()) ?? .failed(.protocolBroken)
    }

    public mutating func send(
        _ head: borrowing ByteBuffer, _ body: borrowing ByteBuffer, _ range: Range<Int>, suffix: StaticString = "",
        isLast: Bool = true
    ) -> StreamWrite {
        if let write = socket?.send(head, body, range, suffix: suffix, isLast: isLast) { return write }
        var end = ByteBuffer()
        end.append(suffix)
        return lane?.send(head.span, body.span.extracting(range), end.span) ?? .failed(.protocolBroken)
    }

    /// The same with what is known of the head that `text` begins with, if it does.
    public mutating func send(
        _ text: borrowing ByteBuffer, _ head: borrowing WrittenHead, _ body: borrowing ByteBuffer, _ range: Range<Int>,
        suffix: StaticString = ""
    ) -> StreamWrite {
        if let write = socket?.send(text, body, range, suffix: suffix) { return write }
        var end = ByteBuffer()
        end.append(suffix)
        return lane?.send(head, text.span, body.span.extracting(range), end.span) ?? .failed(.protocolBroken)
    }

    public mutating func flush() -> StreamWrite {
        if let write = socket?.flush() { return write }
        return lane?.flush() ?? http2?.transport.flush() ?? .failed(.protocolBroken)
    }

    /// As `TransportStream.releaseBuffers`; false as well while streams are under way.
    mutating func releaseBuffers() -> Bool {
        if let isReleased = socket?.releaseBuffers() { return isReleased }
        guard let http2 else { return true }
        return http2.transport.releaseBuffers() && !http2.hasLanes
    }

    public mutating func splice(from pipe: inout Pipe, isLast: Bool) -> StreamWrite {
        socket?.splice(from: &pipe, isLast: isLast) ?? .failed(.protocolBroken)
    }

    // MARK: Ending

    mutating func shutdownWriting() {
        if socket?.shutdownWriting() != nil { return }
        lane?.shutdownWriting()
        http2?.transport.shutdownWriting()
    }

    /// Of a socket of its own: ends this side as if it had broken.
    mutating func cutWriting() { socket?.cutWriting() }

    mutating func sayGoodbye() {
        if socket?.sayGoodbye() == nil { http2?.transport.sayGoodbye() }
    }

    /// What was sent must not look whole.
    public mutating func resetOnClose() {
        if socket?.resetOnClose() != nil { return }
        lane?.breakOff()
        http2?.transport.resetOnClose()
    }

    /// Its slot is gone.
    mutating func close() {
        lane?.close()
        http2?.end()
    }
}
