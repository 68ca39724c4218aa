public import Downstream
public import Upstream

/// The bounds of one worker. Memory that its connections can hold at most: `readBufferBytes` once; for each caller a head
/// (`headLimits`) and, while its socket is full, one read's worth of unsent bytes; bodies for the async plane up to
/// `bodyBytesTotalMax`.
public struct WorkerConfiguration: Sendable {
    public var downstream = DownstreamConfiguration()
    public var upstream = UpstreamConfiguration()
    /// Bytes of one read. 256 KiB is where bigger buffers stop paying; 16 KiB doubles the cost of 100 KiB answers.
    public var readBufferBytes = 256 << 10
    /// Bytes that one call may move in one direction and turn before the others have theirs.
    public var bytesPerTurn = 1 << 20
    /// Steps of callers' TLS handshakes in one turn; one takes up to 1 ms (a signature with RSA).
    public var handshakesPerTurn = 8
    /// Bytes of the first read of an answer that is expected to be long: its head and little more.
    public var headReadBytes = 4 << 10
    /// An answer's body of which at least this many bytes are still to come goes through a pipe and not through this process: at 64 KiB
    /// that takes 0.8 of the CPU time, at 32 KiB as much as copying, below it more.
    public var spliceBytesMin = 48 << 10
    /// Bytes of such a pipe. A user without privileges may have 64 MiB of them (`pipe-user-pages-soft`); answers beyond are copied.
    public var pipeBytes = 256 << 10
    /// Pipes at most, and so long answers at a time that are not copied: 256 pipes are two descriptors each. With 0 all are copied.
    public var pipesMax = 256
    /// Bytes of a proxied request's body, and of a proxied answer's; a source may ask for less. By default there is no bound: neither
    /// is ever held here.
    public var requestBytesMax = UInt64.max
    public var responseBytesMax = UInt64.max
    /// Milliseconds that the next bytes of a proxied request's body may be waited for in all, and how many of them a second win that time back;
    /// 0 for any: then silence alone ends a call. A source may have a rate of its own.
    public var requestWaitMilliseconds: UInt64 = 120_000
    public var requestBytesPerSecondMin: UInt64 = 500
    /// Calls under way at a time.
    public var exchangesMax = 16_384
    /// Milliseconds that calls under way may go on once the worker drains.
    public var drainMilliseconds: UInt64 = 30_000
    /// What Headgate calls itself to data sources.
    public var userAgent = "Headgate"

    public init() {}
}
