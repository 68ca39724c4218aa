public import Crypto
internal import JSON

/// How a source's TLS connections are made. PEM texts are as stored; whoever makes the context judges them.
public struct RouteTLS: Sendable {
    public let skipsVerification: Bool
    /// The name to send and to verify, instead of the target's host.
    public let serverName: String?
    /// The only authorities to trust, instead of the system's.
    public let authorities: SecretBytes?
    /// The client's certificate with its key, both there or `isIncomplete`.
    public let clientCertificate: SecretBytes?
    public let clientKey: SecretBytes?
    /// A client certificate is wanted but a part of it is missing: no call may be made.
    public let isIncomplete: Bool
}

extension RouteTLS {
    /// A switch is on only when it is the JSON `true`, as in Grafana. `secrets` is nothing when they could not be
    /// opened; then no call is made anyway.
    init(_ jsonData: JSONValue, secrets: OpenedSecrets?) {
        skipsVerification = jsonData["tlsSkipVerify"]?.boolValue ?? false
        serverName = jsonData["serverName"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        authorities = jsonData["tlsAuthWithCACert"]?.boolValue == true ? secrets?["tlsCACert"] : nil
        let isMutual = jsonData["tlsAuth"]?.boolValue == true
        clientCertificate = isMutual ? secrets?["tlsClientCert"] : nil
        clientKey = isMutual ? secrets?["tlsClientKey"] : nil
        isIncomplete = isMutual && (clientCertificate == nil || clientKey == nil)
    }
}
