public import Crypto
internal import Transport

/// TLS between the socket and the call.
extension SourceConnection {
    /// The socket stands: puts TLS over it, with the context of the destination.
    mutating func beginTLS(_ context: TLSClientContext, host: String, ticket: TLSTicket?, unixSeconds: Int64) {
        stream?.begin(TLSSession(context, host: host, resuming: ticket, unixSeconds: unixSeconds))
        state = .handshaking
    }

    /// Goes on with the handshake as far as the bytes at hand lead.
    mutating func stepHandshake() -> TLSHandshake { stream?.stepHandshake() ?? .failed(.cut) }

    /// What ended TLS, once something did.
    public var tlsFailure: TLSFailure? {
        switch stream {
        case .some(let stream): stream.tlsFailure
        case .none: nil
        }
    }

    /// Whether bytes go through TLS.
    var isTLS: Bool {
        switch stream {
        case .some(let stream): stream.isTLS
        case .none: false
        }
    }

    var ticket: TLSTicket? {
        switch stream {
        case .some(let stream): stream.ticket
        case .none: nil
        }
    }

    /// Nothing lies here but TLS's own messages, which are worked off: the connection is as idle as before.
    mutating func isIdleTLS() -> Bool { stream?.isIdleTLS() ?? false }
}
