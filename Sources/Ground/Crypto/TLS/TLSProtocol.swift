/// What is spoken over a TLS connection, by its name in ALPN (RFC 7301).
public enum TLSProtocol: String, Sendable, CaseIterable {
    case http2 = "h2"
    case http11 = "http/1.1"
}
