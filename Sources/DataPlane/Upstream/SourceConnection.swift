public import Bytes
public import Crypto
internal import HTTP
public import Reactor

/// One connection to a data source. It is a slot of `Upstream.connections`.
public struct SourceConnection: ~Copyable {
    /// Legal next states: resolving → connecting → leased; connecting → connecting (the next address); connecting →
    /// handshaking → leased with TLS; leased → pooled; pooled → leased. Every state may end.
    public enum State: Sendable, Equatable {
        /// The name is being looked up; there is no socket yet.
        case resolving
        case connecting
        /// The socket stands; TLS does not yet.
        case handshaking
        case pooled
        case leased
    }

    public internal(set) var state: State
    /// Which pool it counts against.
    public let pool: Int
    /// Nothing until there is an address to dial.
    var stream: Stream?
    /// What stands between the socket's bytes and the call's; nothing for plain connections, and until there is a socket.
    var tls: TLSSession?
    /// Whether bytes go through `tls`.
    var isTLS = false
    /// What ended TLS, once something did.
    public internal(set) var tlsFailure: TLSFailure?
    /// Bytes from the socket that brought nothing to read yet.
    var silentBytes = 0
    /// The pool has had this connection's ticket.
    var gaveTicket = false
    /// The exchange that it works for; nothing while pooled.
    public internal(set) var exchange: Int?
    /// It carried a call before this one, so that its end may be older than the call.
    public internal(set) var isReused = false
    /// What of an answer's head has come while it is not whole.
    public var input = ByteBuffer(kind: .confidential)
    /// The request's head while it may have to be sent (again); it carries credentials and is wiped when an answer begins.
    public var requestHead = ByteBuffer(kind: .confidential)
    /// Milliseconds of the monotonic clock; when it passes, `Upstream.expired` says what that means.
    public internal(set) var deadline: UInt64 = .max
    /// The nearest moment that the loop's deadlines hold for this slot.
    var armedAt: UInt64 = .max
    var addresses: [SocketAddress] = []
    /// Where it leads, until it is there.
    var destination: Destination?
    /// As the source's URL names it.
    var host: String { destination?.origin.host ?? "" }

    init(state: State, pool: Int, exchange: Int, destination: Destination) {
        self.state = state
        self.pool = pool
        self.exchange = exchange
        self.destination = destination
    }

    // MARK: Bytes

    /// Something may have come: from the kernel, or out of what TLS holds already.
    public var canRead: Bool {
        let socketCanRead =
            switch stream {
            case .some(let stream): stream.canRead
            case .none: false
            }
        return isTLS ? socketCanRead || hasTLSInput : socketCanRead
    }

    /// Everything that was sent is with the kernel and everything that came was read: the next bytes will belong to the next
    /// call. A connection whose end is known already, or that has more to read, is fit for no other.
    var isQuiet: Bool {
        switch stream {
        case .some(let stream):
            !stream.peerEnded && !stream.hungUp && !canRead && stream.unsentBytes == 0
        case .none: false
        }
    }

    public var unsentBytes: Int {
        switch stream {
        case .some(let stream): stream.unsentBytes
        case .none: 0
        }
    }

    /// As `Stream.receive`; a slot without a socket has nothing to read. With TLS an end that the source did not announce is a
    /// failure: nobody knows what was to follow.
    public mutating func receive(into buffer: inout ByteBuffer, upTo maximum: Int) -> StreamRead {
        if isTLS { return receiveTLS(into: &buffer, upTo: maximum) }
        return stream?.receive(into: &buffer, upTo: maximum) ?? .wouldBlock
    }

    /// As `Stream.send`, which it only is for a slot that is leased and connected.
    public mutating func send(_ bytes: borrowing ByteBuffer) -> StreamWrite {
        if isTLS { return sendTLS(bytes.span, Span(), Span()) }
        return stream?.send(bytes) ?? .waiting
    }

    public mutating func send(
        _ head: borrowing ByteBuffer, _ body: borrowing ByteBuffer, _ range: Range<Int>, suffix: StaticString = ""
    ) -> StreamWrite {
        if isTLS { return sendTLS(head, body, range, suffix) }
        return stream?.send(head, body, range, suffix: suffix) ?? .waiting
    }

    /// As `Stream.splice(into:upTo:)`; never with TLS, whose bytes are not the call's.
    public mutating func splice(into pipe: inout Pipe, upTo maximum: Int) -> StreamRead {
        precondition(!isTLS, "ciphertext was about to be passed on")
        return stream?.splice(into: &pipe, upTo: maximum) ?? .wouldBlock
    }

    public mutating func flush() -> StreamWrite { stream?.flush() ?? .sent }
}
