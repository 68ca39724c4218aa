/// Why a PEM text is of no use for TLS. Says which text, never what is in it.
public enum TLSMaterialError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No certificate can be read from the authorities' text.
    case authorities
    /// The certificate's text holds no certificate, or one that cannot be read or is too weak to use.
    case certificate
    /// The key cannot be read, or needs a passphrase.
    case key
    /// The key belongs to another certificate.
    case keyOfAnother
    /// A certificate without its key, or the other way round.
    case halfOfAPair

    public var description: String {
        switch self {
        case .authorities: "the certificate authorities cannot be read"
        case .certificate: "the certificate cannot be read"
        case .key: "the key cannot be read"
        case .keyOfAnother: "the key does not belong to the certificate"
        case .halfOfAPair: "the certificate or its key is missing"
        }
    }
}
