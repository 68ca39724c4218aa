public import Bytes
public import HTTP
public import Reactor

/// One connection of a caller. It is a slot of `Downstream.callers`.
public struct CallerConnection: ~Copyable {
    public var stream: CallerStream
    public let address: SocketAddress
    /// The address without its port, as text: every forwarded request names it.
    public let host: String
    public internal(set) var state = CallerState.reading
    /// Bytes that were received and not used yet: a part of a head, the next requests, the start of a body.
    public var input = ByteBuffer(kind: .confidential)
    /// How many of `input` an earlier look found to be no whole head.
    var seenBefore = 0
    /// The request under way lets the connection be used again.
    public var keepAlive = true
    /// The version of the request under way.
    public var version = HTTPVersion.http11
    /// The request under way asks for a head only.
    public var isHead = false
    /// When the last answer ended, in milliseconds; 0 before the first.
    var quietSince: UInt64 = 0
    /// When a check of the request's password began, in microseconds of the worker's clock; nothing when none is under way.
    public var checkedSince: UInt64?
    /// `100 Continue` is owed before the body is read.
    public var owesContinue = false
    var collector: BodyCollector?
    /// When its body has to be whole, in milliseconds of the worker's clock.
    var collectsUntil: UInt64 = .max
    /// The task that answers the request under way, where one does.
    var work: Task<Void, Never>?
    /// Bytes of the body that is being collected.
    var bodyBytes = 0
    var lingerPhase = LingerPhase.flushing
    /// What was sent last is not whole, and its end is not to be announced.
    var isCut = false
    /// Bytes that may still be dropped while lingering, and until when, in milliseconds of the worker's clock.
    var lingerBytes = 1 << 20
    var lingersUntil: UInt64 = .max
    public internal(set) var deadline: UInt64 = .max
    var armedAt: UInt64 = .max
    /// When TLS gives back its buffers, unless a call comes.
    var restsAt: UInt64 = .max

    /// `host` is the address as text.
    init(stream: consuming CallerStream, address: SocketAddress, host: String) {
        self.stream = stream
        self.address = address
        self.host = host
    }
}
