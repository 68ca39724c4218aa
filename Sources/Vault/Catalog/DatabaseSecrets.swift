public import Crypto

/// The opened secrets of a source whose database is spoken to by a library, which wants them one by one.
public struct DatabaseSecrets: Sendable {
    public let password: SecretBytes?
    /// PEM, as all that follow.
    public let authorities: SecretBytes?
    public let certificate: SecretBytes?
    public let key: SecretBytes?

    init(_ secrets: OpenedSecrets) {
        password = secrets["password"]
        authorities = secrets["tlsCACert"]
        certificate = secrets["tlsClientCert"]
        key = secrets["tlsClientKey"]
    }
}
