public import Bytes
public import Crypto
public import Reactor

/// A connected socket as `Stream` has it, and TLS over it once that is begun: then the socket is the pipe for ciphertext, and
/// all that is read and sent here is plaintext.
public struct TransportStream: ~Copyable {
    var stream: Stream
    /// What stands between the socket's bytes and the reader's; nothing for plain connections.
    var tls: TLSSession?
    /// Whether bytes go through `tls`.
    public internal(set) var isTLS = false
    /// What ended TLS, once something did.
    public internal(set) var tlsFailure: TLSFailure?
    private var hasSaidGoodbye = false
    /// Bytes from the socket that brought nothing to read yet.
    var silentBytes = 0

    public init(_ stream: consuming Stream) { self.stream = stream }

    /// As `Stream.register`.
    public func register(with loop: borrowing Loop, as handle: Handle) throws(SystemError) {
        try stream.register(with: loop, as: handle)
    }

    /// As `Stream.register(with:insteadAs:)`.
    public func register(with loop: borrowing Loop, insteadAs handle: Handle) throws(SystemError) {
        try stream.register(with: loop, insteadAs: handle)
    }

    // MARK: State

    /// Something may have come: from the kernel, or out of what TLS holds already.
    public var canRead: Bool { isTLS ? stream.canRead || hasTLSInput : stream.canRead }

    /// The kernel flagged the end of the peer's bytes; some may still be unread.
    public var peerEnded: Bool { stream.peerEnded }

    /// The kernel flagged both directions as over, or an error.
    public var hungUp: Bool { stream.hungUp }

    /// Bytes that were sent and that the kernel did not take; ciphertext with TLS.
    public var unsentBytes: Int { stream.unsentBytes }

    /// Takes in what the loop reported.
    public mutating func note(_ readiness: Readiness) { stream.note(readiness) }

    // MARK: Bytes

    /// As `Stream.receive`. With TLS an end that the peer did not announce is a failure: nobody knows what was to follow.
    public mutating func receive(into buffer: inout ByteBuffer, upTo maximum: Int) -> StreamRead {
        isTLS ? receiveTLS(into: &buffer, upTo: maximum) : stream.receive(into: &buffer, upTo: maximum)
    }

    /// As `Stream.send`; small pieces leave in one record.
    public mutating func send(_ bytes: borrowing ByteBuffer) -> StreamWrite { send(bytes.span) }

    public mutating func send(_ bytes: Span<UInt8>) -> StreamWrite {
        isTLS ? sendTLS(bytes, Span(), Span()) : stream.send(bytes)
    }

    public mutating func send(_ head: borrowing ByteBuffer, _ body: [UInt8]) -> StreamWrite {
        isTLS ? sendTLS(head.span, body.span, Span()) : stream.send(head, body)
    }

    public mutating func send(
        _ head: borrowing ByteBuffer, _ body: borrowing ByteBuffer, _ range: Range<Int>, suffix: StaticString = "",
        isLast: Bool = true
    ) -> StreamWrite {
        isTLS ? sendTLS(head, body, range, suffix) : stream.send(head, body, range, suffix: suffix, isLast: isLast)
    }

    /// As `Stream.flush`.
    public mutating func flush() -> StreamWrite { stream.flush() }

    /// As `Stream.splice(into:upTo:)`; never with TLS, whose bytes on the socket are not the reader's.
    public mutating func splice(into pipe: inout Pipe, upTo maximum: Int) -> StreamRead {
        precondition(!isTLS, "ciphertext was about to be passed on")
        return stream.splice(into: &pipe, upTo: maximum)
    }

    /// As `Stream.splice(from:isLast:)`; never with TLS.
    public mutating func splice(from pipe: inout Pipe, isLast: Bool) -> StreamWrite {
        precondition(!isTLS, "plaintext was about to be passed on")
        return stream.splice(from: &pipe, isLast: isLast)
    }

    // MARK: Ending

    /// Says that nothing more will be sent, in TLS too. Of a goodbye that was not said before the kernel takes what it has room for, the
    /// rest is lost.
    public mutating func shutdownWriting() {
        sayGoodbye()
        stream.shutdownWriting()
    }

    /// Ends this side without a goodbye: with TLS the peer cannot take it for an end that is meant.
    public mutating func cutWriting() { stream.shutdownWriting() }

    /// With TLS the peer is told that this end is meant (close_notify); a plain connection's end says so itself.
    /// Once; what the kernel does not take at once is kept as other bytes are.
    public mutating func sayGoodbye() {
        guard isTLS, !hasSaidGoodbye else { return }
        hasSaidGoodbye = true
        closeTLS()
    }

    /// As `Stream.resetOnClose`.
    public mutating func resetOnClose() { stream.resetOnClose() }

    /// As `Stream.connectError`.
    public func connectError() -> SystemError? { stream.connectError() }
}
