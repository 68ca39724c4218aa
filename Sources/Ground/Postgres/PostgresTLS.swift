public import Crypto

/// How a connection is encrypted, by libpq's words.
public struct PostgresTLS: Sendable {
    public enum Mode: String, Sendable, CaseIterable {
        case disable, allow, prefer, require
        case verifyCA = "verify-ca"
        case verifyFull = "verify-full"
    }

    public var mode: Mode
    /// PEM, as all that follow. Without one the two modes that verify trust the system's.
    public var authorities: SecretBytes?
    public var certificate: SecretBytes?
    public var key: SecretBytes?

    public init(
        mode: Mode = .disable, authorities: SecretBytes? = nil, certificate: SecretBytes? = nil, key: SecretBytes? = nil
    ) {
        self.mode = mode
        self.authorities = authorities
        self.certificate = certificate
        self.key = key
    }
}
