internal import Bytes

/// What decides how a client's TLS connections are made. The texts are PEM, judged when a context is made of them.
public struct TLSClientSettings: Sendable {
    /// Any certificate of any host will do.
    public var skipsVerification = false
    /// The name or address to verify, and to send when it is a name, instead of the host that is dialled.
    public var serverName: String?
    /// The only authorities to trust, instead of the system's.
    public var authorities: SecretBytes?
    /// The client's certificate, with those between it and its authority behind it.
    public var clientCertificate: SecretBytes?
    public var clientKey: SecretBytes?
    /// What may be spoken over it, the most wanted first (ALPN).
    public var protocols = [TLSProtocol.http11]

    public init() {}

    /// Nothing was given that would have to be read.
    public var isWithoutMaterial: Bool { authorities == nil && clientCertificate == nil && clientKey == nil }

    /// The same for equal settings only. It covers the key, so it is for comparing, not for showing.
    public var identity: Digest256 {
        var text = ByteBuffer(kind: .confidential)
        text.append(skipsVerification ? 1 : 0)
        Self.append(serverName.map { SecretBytes(copying: $0.utf8.span) }, to: &text)
        Self.append(authorities, to: &text)
        Self.append(clientCertificate, to: &text)
        Self.append(clientKey, to: &text)
        text.append(protocols.map(\.rawValue).joined(separator: ","))
        return SHA256.digest(text.span)
    }

    /// With its length before it, so that no two lists of pieces give the same bytes.
    private static func append(_ piece: SecretBytes?, to text: inout ByteBuffer) {
        guard let piece else { return text.append("-;") }
        text.append(decimal: UInt64(piece.count))
        text.append(";")
        piece.append(to: &text)
    }
}
