public import Crypto
public import Reactor

/// Why a data source could not be asked, or its answer not be had. Each timer has a case of its own.
public enum UpstreamError: Error, Sendable, Equatable {
    /// The host's name has no address.
    case unresolvable
    case resolveTimeout
    /// The outbound rules allow no address that the source's host has.
    case destinationRefused(OutboundRefusal)
    case connectRefused
    case connectFailed(SystemError)
    case connectTimeout
    case tlsFailed(TLSFailure)
    case tlsTimeout
    /// The source closed or reset the connection while the request was being sent.
    case sendFailed
    /// The connection ended before an answer began.
    case closedBeforeAnswer
    case firstByteTimeout
    /// What came back is not HTTP as Headgate accepts it.
    case badAnswer
    /// The answer's body ended early, or was framed wrongly.
    case bodyCut
    case bodyTimeout
    /// Every connection that Headgate may have is in use.
    case noConnectionFree

    public var phase: UpstreamPhase {
        switch self {
        case .unresolvable, .resolveTimeout: .resolve
        case .destinationRefused, .connectRefused, .connectFailed, .connectTimeout, .noConnectionFree: .connect
        case .tlsFailed, .tlsTimeout: .tls
        case .sendFailed: .send
        case .closedBeforeAnswer, .firstByteTimeout, .badAnswer: .firstByte
        case .bodyCut, .bodyTimeout: .body
        }
    }

    public var isTimeout: Bool {
        switch self {
        case .resolveTimeout, .connectTimeout, .tlsTimeout, .firstByteTimeout, .bodyTimeout: true
        case .unresolvable, .destinationRefused, .connectRefused, .connectFailed, .tlsFailed, .sendFailed,
            .closedBeforeAnswer, .badAnswer, .bodyCut, .noConnectionFree:
            false
        }
    }
}
