internal import COpenSSL

/// Why a TLS connection could not be made or went wrong. Nothing in it comes from the peer's bytes.
public enum TLSFailure: Error, Sendable, Equatable, CaseIterable, CustomStringConvertible {
    /// No trusted authority stands behind the peer's certificate, or it may not be used for this.
    case untrusted
    /// The certificate's time is over or has not come.
    case outOfDate
    /// The certificate is for another host.
    case wrongName
    /// The peer speaks nothing from TLS 1.2 on.
    case oldVersion
    /// What the peer sent is no TLS.
    case notTLS
    /// The peer broke off with an alert: as a rule it wants a client certificate, or another one.
    case refusedByPeer
    /// The connection ended in the middle.
    case cut
    /// Anything else that breaks the protocol.
    case broken

    public var description: String {
        switch self {
        case .untrusted: "its certificate is not trusted"
        case .outOfDate: "its certificate has expired or is not valid yet"
        case .wrongName: "its certificate is for another host"
        case .oldVersion: "it does not speak TLS 1.2 or newer"
        case .notTLS: "it does not speak TLS"
        case .refusedByPeer: "it refused the handshake"
        case .cut: "the connection ended"
        case .broken: "the protocol was broken"
        }
    }

    /// Translates the newest entry of this thread's error queue, which is emptied, and what verification said.
    static func drained(verification: Int) -> TLSFailure {
        let code = ERR_peek_last_error()
        ERR_clear_error()
        guard hg_err_library(code) == Int32(HG_SSL_LIBRARY) else { return .broken }
        let reason = hg_err_reason(code)
        switch reason {
        case SSL_R_CERTIFICATE_VERIFY_FAILED: return TLSFailure(verification: Int32(truncatingIfNeeded: verification))
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_NO_PROTOCOLS_AVAILABLE,
            SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
            return .oldVersion
        case SSL_R_WRONG_VERSION_NUMBER, SSL_R_HTTP_REQUEST, SSL_R_PACKET_LENGTH_TOO_LONG: return .notTLS
        default: return reason > Int32(HG_SSL_ALERT_OFFSET) ? .refusedByPeer : .broken
        }
    }

    private init(verification: Int32) {
        switch verification {
        case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID: self = .outOfDate
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: self = .wrongName
        default: self = .untrusted
        }
    }
}
