/// Fields that end at this hop (RFC 9110 7.6.1), with those that only mean something between two neighbours.
public enum HopByHop {
    public static func isDropped(_ name: FieldName) -> Bool {
        switch name {
        case .connection, .keepAlive, .proxyConnection, .proxyAuthenticate, .proxyAuthorization, .te, .trailer,
            .transferEncoding, .upgrade, .http2Settings:
            true
        case .expect:
            // `100 Continue` is answered here, when the source's connection stands.
            true
        default: false
        }
    }
}
