public import HTTP
public import Telemetry
public import Upstream

/// One proxied call, as a fact worth counting and logging.
public struct ProxyObservation: Sendable, Equatable {
    public let requestID: UInt64
    /// Nothing while the call was not let through.
    public internal(set) var trace: TraceParent?
    /// The address that the call came from, without its port.
    public let address: String
    /// Who called; empty while the caller is unknown.
    public internal(set) var login = ""
    /// 0 while the caller or the source is unknown.
    public internal(set) var orgID: Int64 = 0
    public internal(set) var sourceID: Int64 = 0
    public internal(set) var sourceUID = ""
    public let method: HTTPMethod
    public let path: ObservedPath
    /// What the caller was told, or would have been: 499 when the caller left.
    public internal(set) var status = 0
    /// Where a call failed on its way to the source; nothing when the source's own answer was passed on whole.
    public internal(set) var phase: UpstreamPhase?
    /// Body bytes, without framing.
    public internal(set) var requestBytes: UInt64 = 0
    public internal(set) var responseBytes: UInt64 = 0
    public internal(set) var times = ProxyTimes()
    /// The head of an answer came.
    public internal(set) var hasAnswer = false
    /// Connections that were tried.
    public internal(set) var attempts = 0

    init(requestID: UInt64, address: String, method: HTTPMethod, path: ObservedPath) {
        self.requestID = requestID
        self.address = address
        self.method = method
        self.path = path
    }

    /// The call's connection was made for it.
    mutating func note(_ dial: DialTimes) {
        times.resolve += dial.resolve
        times.connect += dial.connect
        times.tls += dial.tls
    }
}
