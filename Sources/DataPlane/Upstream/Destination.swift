public import Crypto
public import HTTP

/// Where a call goes and how its connection is made: everything that makes two connections the same, so that the one may serve
/// for the other. Sources with different TLS settings never share one.
public enum Destination: Sendable {
    case plain(Origin)
    case tls(Origin, TLSClientContext)
    /// No connection: whoever asks connects itself, and wants to know which addresses it may dial.
    case addresses(Origin)

    /// With `context` where TLS is spoken.
    public init(_ origin: Origin, _ context: TLSClientContext?) {
        if let context { self = .tls(origin, context) } else { self = .plain(origin) }
    }

    public var origin: Origin {
        switch self {
        case .plain(let origin), .tls(let origin, _), .addresses(let origin): origin
        }
    }
}
