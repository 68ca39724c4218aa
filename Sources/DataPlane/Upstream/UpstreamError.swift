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
    /// The source has as many calls as it may.
    case sourceBusy
    /// The source did not answer lately, and is not asked for so many milliseconds.
    case circuitOpen(milliseconds: UInt64)

    public var phase: UpstreamPhase {
        switch self {
        case .unresolvable, .resolveTimeout: .resolve
        case .destinationRefused, .connectRefused, .connectFailed, .connectTimeout, .noConnectionFree, .sourceBusy,
            .circuitOpen:
            .connect
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
            .closedBeforeAnswer, .badAnswer, .bodyCut, .noConnectionFree, .sourceBusy, .circuitOpen:
            false
        }
    }

    /// Seconds behind which the call may be worth another try, at least 1, for Retry-After (RFC 9110 10.2.3); nothing where nobody knows.
    public var retrySeconds: UInt64? {
        switch self {
        case .circuitOpen(let milliseconds): max(1, (milliseconds + 999) / 1_000)
        case .noConnectionFree, .sourceBusy: 1
        case .unresolvable, .resolveTimeout, .destinationRefused, .connectRefused, .connectFailed, .connectTimeout,
            .tlsFailed, .tlsTimeout, .sendFailed, .closedBeforeAnswer, .firstByteTimeout, .badAnswer, .bodyCut,
            .bodyTimeout:
            nil
        }
    }

    /// What it says about the source. What this side could not or would not do says nothing, and neither does a body that breaks off:
    /// the source had answered.
    var verdict: CallVerdict {
        switch self {
        case .unresolvable, .resolveTimeout, .connectRefused, .connectFailed, .connectTimeout, .tlsFailed, .tlsTimeout,
            .sendFailed, .closedBeforeAnswer, .firstByteTimeout, .badAnswer:
            .failed
        case .destinationRefused, .bodyCut, .bodyTimeout, .noConnectionFree, .sourceBusy, .circuitOpen: .none
        }
    }
}

extension UpstreamError: CustomStringConvertible {
    /// Safe to show to anyone.
    public var description: String {
        switch self {
        case .unresolvable: "The data source's host name cannot be resolved"
        case .resolveTimeout: "The data source's host name was not resolved in time"
        // Which rule it was, and what the name resolved to, is not the caller's to know.
        case .destinationRefused: "Headgate may not connect to where the data source is"
        case .connectRefused: "The data source refused the connection"
        case .connectFailed: "No connection to the data source could be made"
        case .connectTimeout: "The data source did not take the connection in time"
        case .tlsFailed(let failure): "No TLS connection to the data source could be made: \(failure)"
        case .tlsTimeout: "The data source did not finish the TLS handshake in time"
        case .sendFailed: "The data source closed the connection while the request was sent"
        case .closedBeforeAnswer: "The data source closed the connection without an answer"
        case .firstByteTimeout: "The data source did not answer in time"
        case .badAnswer: "The data source's answer is not valid HTTP"
        case .bodyCut: "The data source's answer ended early"
        case .bodyTimeout: "The data source's answer stalled"
        case .noConnectionFree: "Every connection to the data source is in use"
        case .sourceBusy: "Too many calls to the data source are under way"
        case .circuitOpen: "The data source did not answer lately and is not asked for a moment"
        }
    }
}
