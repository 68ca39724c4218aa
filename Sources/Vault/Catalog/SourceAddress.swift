internal import HTTP

/// Whether a text can be a source's url. What is forwarded to over HTTP goes through HTTP's one strict parser; other
/// types have addresses of their own, which are only held to what makes them harmless. Nobody may carry userinfo
/// (A-042).
enum SourceAddress {
    static func isValid(_ url: String, type: String) -> Bool {
        guard let known = DataSourceType.named(type) else { return hasForeignScheme(url) ? isPlain(url) : isHTTP(url) }
        return switch known.transport {
        case .http: isHTTP(url)
        case .database: isPlain(url) && hasNumericPort(url)
        case .sqlServer: isServer(url)
        }
    }

    private static func isHTTP(_ url: String) -> Bool {
        guard let parsed = try? SourceURL(parsing: url) else { return false }
        return !parsed.hasUserInfo
    }

    /// A type that Headgate does not know may have a scheme that it does not know; nothing is forwarded there.
    private static func hasForeignScheme(_ url: String) -> Bool {
        guard let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")), url.utf8[colon...].starts(with: "://".utf8) else {
            return false
        }
        let scheme = url[..<colon].lowercased()
        return !scheme.isEmpty && scheme != "http" && scheme != "https"
    }

    /// Printable ASCII without spaces, and no `@` in the authority.
    private static func isPlain(_ url: String) -> Bool {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return false }
        return !authority(of: url).contains(UInt8(ascii: "@"))
    }

    private static func authority(of url: String) -> Substring.UTF8View {
        var rest = Substring(url).utf8
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")), rest[colon...].starts(with: "://".utf8) {
            rest = rest[rest.index(colon, offsetBy: 3)...]
        }
        return rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    }

    /// `HOST`, `HOST:PORT`, `[IPV6]:PORT`, or a socket's path.
    private static func hasNumericPort(_ url: String) -> Bool {
        let authority = authority(of: url)
        guard let colon = authority.lastIndex(of: UInt8(ascii: ":")), !authority.last.isBracket else { return true }
        let port = authority[authority.index(after: colon)...]
        return !port.isEmpty && port.count <= 5 && port.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }

    /// `HOST[\INSTANCE][:PORT][;OPTIONS]` in printable ASCII.
    private static func isServer(_ url: String) -> Bool {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !url.utf8.contains(UInt8(ascii: "@")) else {
            return false
        }
        let server = Substring(url).utf8.prefix { $0 != UInt8(ascii: ";") }
        let parts = server.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), !parts[0].isEmpty else { return false }
        return parts.count == 1 || (!parts[1].isEmpty && parts[1].allSatisfy { $0 >= 0x30 && $0 <= 0x39 })
    }
}

extension UInt8? {
    fileprivate var isBracket: Bool { self == UInt8(ascii: "]") }
}
