internal import Crypto
internal import JSON

extension TLSClientSettings {
    /// A switch is on only when it is the JSON `true`, as in Grafana. A half of a client's pair stands for the whole,
    /// so that no context can be made of it.
    init(_ jsonData: JSONValue, secrets: OpenedSecrets) {
        self.init()
        skipsVerification = jsonData["tlsSkipVerify"]?.boolValue ?? false
        serverName = jsonData["serverName"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        if jsonData["tlsAuthWithCACert"]?.boolValue == true { authorities = secrets["tlsCACert"] }
        guard jsonData["tlsAuth"]?.boolValue == true else { return }
        let nothing = SecretBytes(copying: Span())
        clientCertificate = secrets["tlsClientCert"] ?? nothing
        clientKey = secrets["tlsClientKey"] ?? nothing
    }
}
