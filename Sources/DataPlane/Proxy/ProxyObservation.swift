public import Upstream

/// One proxied call, as a fact worth counting and logging.
public struct ProxyObservation: Sendable, Equatable {
    public let requestID: UInt64
    /// 0 while the caller or the source is unknown.
    public internal(set) var orgID: Int64 = 0
    public internal(set) var sourceID: Int64 = 0
    /// What the caller was told, or would have been: 499 when the caller left.
    public internal(set) var status = 0
    /// Where a call failed on its way to the source; nothing when the source's own answer was passed on whole.
    public internal(set) var phase: UpstreamPhase?
    /// Body bytes, without framing.
    public internal(set) var requestBytes: UInt64 = 0
    public internal(set) var responseBytes: UInt64 = 0
    public internal(set) var milliseconds: UInt64 = 0
    /// Connections that were tried.
    public internal(set) var attempts = 0

    init(requestID: UInt64, status: Int = 0) {
        self.requestID = requestID
        self.status = status
    }
}
