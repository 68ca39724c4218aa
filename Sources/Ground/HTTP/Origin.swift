/// Where a URL points: what two URLs must share to be the same server (RFC 9110 4.3.1).
public struct Origin: Hashable, Sendable, CustomStringConvertible {
    public enum Scheme: UInt8, Hashable, Sendable {
        case http, https

        public var defaultPort: UInt16 { self == .http ? 80 : 443 }
        public var text: StaticString { self == .http ? "http" : "https" }
    }

    public let scheme: Scheme
    /// A name in lower case (ASCII, A-labels), an IPv4 address as dotted quad, or an IPv6 address in its RFC 5952 form without
    /// brackets.
    public let host: String
    public let port: UInt16
    /// As the Host field wants it: IPv6 in brackets, the port only when it is not the scheme's own. Made once: every forwarded
    /// request carries it.
    public let authority: String

    /// `host` is taken as it is: text from outside goes through `SourceURL`.
    public init(scheme: Scheme, host: String, port: UInt16) {
        self.scheme = scheme
        self.host = host
        self.port = port
        let name = host.utf8.contains(0x3A) ? "[\(host)]" : host
        authority = port == scheme.defaultPort ? name : "\(name):\(port)"
    }

    /// Scheme and authority say all there is.
    public static func == (a: Origin, b: Origin) -> Bool { a.scheme == b.scheme && a.authority == b.authority }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(scheme)
        hasher.combine(authority)
    }

    public var description: String { "\(scheme.text)://\(authority)" }
}
