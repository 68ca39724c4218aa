public import Bytes
internal import HTTP
public import Reactor
internal import Transport

/// One connection to a data source. It is a slot of `Upstream.connections`.
public struct SourceConnection: ~Copyable {
    /// Legal next states: resolving → connecting → leased; connecting → handshaking → leased with TLS; leased → pooled; pooled →
    /// leased; resolving → leased where only addresses are asked for. Every state may end.
    public enum State: Sendable, Equatable {
        /// The name is being looked up; there is no socket yet.
        case resolving
        case connecting
        /// One more socket of the dial that has the other slot: it gives its socket to it when it stands first, and ends.
        case racing(for: Int)
        /// The socket stands; TLS does not yet.
        case handshaking
        case pooled
        case leased
    }

    public internal(set) var state: State
    /// Which pool it counts against.
    public let pool: Int
    /// Nothing until there is an address to dial.
    var stream: TransportStream?
    /// The pool has had this connection's ticket.
    var gaveTicket = false
    /// What it works for; nothing while pooled.
    public internal(set) var lessee: Lessee?
    /// What the lease counts against; nothing while pooled, and for calls of no source.
    var tenure: Tenure?
    /// Milliseconds of the monotonic clock.
    var dialledAt: UInt64 = 0
    /// As the source wanted it that it was dialled for.
    var pooledIdleMilliseconds: UInt64 = 0
    /// It carried a call before this one, so that its end may be older than the call.
    public internal(set) var isReused = false
    /// The last answer was long: of the next, the head is read without much of the body, which may then pass through a pipe.
    public var expectsLongAnswer = false
    /// What of an answer's head has come while it is not whole.
    public var input = ByteBuffer(kind: .confidential)
    /// The request's head while it may have to be sent (again); it carries credentials and is wiped when an answer begins.
    public var requestHead = ByteBuffer(kind: .confidential)
    /// Milliseconds of the monotonic clock; when it passes, `Upstream.expired` says what that means.
    public internal(set) var deadline: UInt64 = .max
    /// No deadline lies behind this moment: the last one of the call that leases it.
    var limit: UInt64 = .max
    /// The nearest moment that the loop's deadlines hold for this slot.
    var armedAt: UInt64 = .max
    /// When TLS gives back its buffers, unless a call takes it out of the pool.
    var restsAt: UInt64 = .max
    /// How long it took until the connection stood.
    public internal(set) var dial: DialTimes
    /// What was found, in order, where only addresses are asked for.
    var addresses: [SocketAddress] = []
    /// The dial under way.
    var dialling: DialMachine?
    /// Slots of the sockets that race for this one.
    var races: [Int] = []
    /// Where it leads, until it is there.
    var destination: Destination?
    /// As the source's URL names it.
    var host: String { destination?.origin.host ?? "" }

    init(state: State, pool: Int, lessee: Lessee?, destination: Destination?, at moment: UInt64) {
        self.state = state
        self.pool = pool
        self.lessee = lessee
        self.destination = destination
        dial = DialTimes(since: moment)
    }

    var hasSocket: Bool {
        switch stream {
        case .some: true
        case .none: false
        }
    }

    // MARK: Bytes

    /// Something may have come: from the kernel, or out of what TLS holds already.
    public var canRead: Bool {
        switch stream {
        case .some(let stream): stream.canRead
        case .none: false
        }
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

    /// As `TransportStream.receive`; a slot without a socket has nothing to read.
    public mutating func receive(into buffer: inout ByteBuffer, upTo maximum: Int) -> StreamRead {
        stream?.receive(into: &buffer, upTo: maximum) ?? .wouldBlock
    }

    /// Nothing lies behind an answer that has been read. A read that filled the buffer to its end leaves that open: one more tells.
    /// `read` is of no more use.
    public mutating func isDrained(_ read: inout ByteBuffer) -> Bool {
        guard canRead else { return true }
        read.removeAll()
        return receive(into: &read, upTo: 1) == .wouldBlock
    }

    /// As `TransportStream.send`, which it only is for a slot that is leased and connected.
    public mutating func send(_ bytes: borrowing ByteBuffer) -> StreamWrite { stream?.send(bytes) ?? .waiting }

    public mutating func send(_ head: borrowing ByteBuffer, _ body: [UInt8]) -> StreamWrite {
        stream?.send(head, body) ?? .waiting
    }

    public mutating func send(
        _ head: borrowing ByteBuffer, _ body: borrowing ByteBuffer, _ range: Range<Int>, suffix: StaticString = ""
    ) -> StreamWrite {
        stream?.send(head, body, range, suffix: suffix) ?? .waiting
    }

    /// As `TransportStream.splice(into:upTo:)`; never with TLS.
    public mutating func splice(into pipe: inout Pipe, upTo maximum: Int) -> StreamRead {
        stream?.splice(into: &pipe, upTo: maximum) ?? .wouldBlock
    }

    public mutating func flush() -> StreamWrite { stream?.flush() ?? .sent }
}
