/// Why a PEM text is of no use for TLS. Says which text, never what is in it.
public enum TLSMaterialError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No certificate can be read from the authorities' text.
    case authorities
    /// The client's text holds no certificate, or one that cannot be read or is too weak to use.
    case clientCertificate
    /// The client's key cannot be read, or needs a passphrase.
    case clientKey
    /// The client's key belongs to another certificate.
    case keyOfAnother
    /// A certificate without its key, or the other way round.
    case halfOfAPair

    public var description: String {
        switch self {
        case .authorities: "the certificate authorities cannot be read"
        case .clientCertificate: "the client certificate cannot be read"
        case .clientKey: "the client key cannot be read"
        case .keyOfAnother: "the client key does not belong to the client certificate"
        case .halfOfAPair: "the client certificate or its key is missing"
        }
    }
}
