/// How a worker treats callers that speak HTTP/2. All bounds are for one connection.
public struct HTTP2Configuration: Sendable {
    /// Requests under way at a time (SETTINGS_MAX_CONCURRENT_STREAMS); each takes a caller's slot.
    public var streamsMax: UInt32 = 100
    /// Bytes of a request's body that may come before its reader has taken any (SETTINGS_INITIAL_WINDOW_SIZE); with all streams
    /// 12.5 MiB.
    public var streamWindowBytes: UInt32 = 128 << 10
    /// Bytes of all bodies that may be on the wire. They are taken off it at once, so that a slow reader of one body does not keep
    /// those of others.
    public var connectionWindowBytes: Int32 = 1 << 20
    /// Streams that the peer may reset at once, and each second (A-164, rapid reset).
    public var resetsMax: UInt64 = 200
    public var resetsPerSecond: UInt64 = 20
    /// Streams of one connection that end in a fault of the peer (A-164, resets that it has the server make).
    public var faultsMax = 200
    /// CONTINUATION frames of one head.
    public var continuationsMax = 8
    /// Frames in a row that bring neither a request nor a byte of a body, and between which none of an answer goes out (A-164: floods of
    /// PING, SETTINGS, empty DATA, kinds that nobody knows). WINDOW_UPDATE and DATA with payload are none of them, and end no row.
    public var idleFramesMax = 1_000

    public init() {}
}
