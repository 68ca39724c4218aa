/// Why a text is not the URL of a data source. None of the cases carries the text: it may hold a password.
public enum SourceURLError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nothing, or nothing but white space.
    case empty
    /// More than `SourceURL.bytesMax` bytes.
    case tooLong
    /// `://` with nothing before it.
    case noScheme
    /// Neither http nor https.
    case badScheme
    case noHost
    /// A host that is no name of letters, digits, hyphens and underscores; a hyphen at an end of a label; a dot at the end.
    case badHost
    /// A host in the style of a number that is no dotted quad.
    case badIPv4
    case badIPv6
    /// Not 1 to 65535 in plain digits.
    case badPort
    /// A space, control byte or DEL.
    case control
    /// A byte outside ASCII: names go in as A-labels, paths as escapes.
    case notASCII
    case backslash
    /// A path that no caller may ask for either.
    case badPath(ProxyPathError)

    public var description: String {
        switch self {
        case .empty: "empty URL string"
        case .tooLong: "URL is too long"
        case .noScheme: "missing protocol scheme"
        case .badScheme: "scheme must be http or https"
        case .noHost: "no host in URL"
        case .badHost: "invalid host name"
        case .badIPv4: "invalid IPv4 address"
        case .badIPv6: "invalid IPv6 address"
        case .badPort: "invalid port"
        case .control: "space or control character in URL"
        case .notASCII: "non-ASCII character in URL"
        case .backslash: "backslash in URL"
        case .badPath(let error): "invalid path: \(error)"
        }
    }
}
