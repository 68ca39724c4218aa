internal import HTTP
internal import Reactor

/// Destinations by host and port: `prometheus.internal`, `*.internal:9090`, `10.0.0.0/8`, `[fd00::/8]:9000-9099`, `*:443`.
public struct OutboundPattern: Sendable, Equatable {
    enum Hosts: Sendable, Equatable {
        case any
        case name(String)
        /// Every name that ends so; begins with the dot.
        case below(String)
        case network(IPNetwork)
    }

    let hosts: Hosts
    let ports: ClosedRange<UInt16>

    private static let allPorts: ClosedRange<UInt16> = 0...UInt16.max

    public init(parsing text: some StringProtocol) throws(OutboundPatternError) {
        let (host, rest) = try Self.cut(text)
        hosts = try Self.hosts(host)
        ports = try Self.ports(rest)
    }

    /// The host without brackets, and what stands behind its colon. More than one colon without brackets is an IPv6 address.
    private static func cut<Text: StringProtocol>(
        _ text: Text
    ) throws(OutboundPatternError) -> (host: String, ports: Text.SubSequence?) {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { throw .badAddress }
            let inside = text[..<end].dropFirst()
            let rest = text[end...].dropFirst()
            let prefix = rest.prefix { $0 != ":" }
            guard inside.contains(":"), prefix.isEmpty || prefix.hasPrefix("/") else { throw .badAddress }
            return ("\(inside)\(prefix)", prefix.endIndex == text.endIndex ? nil : rest[prefix.endIndex...].dropFirst())
        }
        guard let colon = text.firstIndex(of: ":"), text[text.index(after: colon)...].firstIndex(of: ":") == nil else {
            return (String(text), nil)
        }
        return (String(text[..<colon]), text[text.index(after: colon)...])
    }

    private static func hosts(_ text: String) throws(OutboundPatternError) -> Hosts {
        guard !text.isEmpty else { throw .empty }
        if text == "*" { return .any }
        if text.contains("/") || text.contains(":") { return .network(try IPNetwork(parsing: text)) }
        if text.hasPrefix("*.") { return .below("." + (try name(text.dropFirst(2)))) }
        let host = try name(text[...])
        return SocketAddress(literal: host, port: 0) == nil ? .name(host) : .network(try IPNetwork(parsing: host))
    }

    /// As a data source's URL would have it, so that the two compare byte by byte.
    private static func name(_ text: Substring) throws(OutboundPatternError) -> String {
        guard let host = try? SourceURL(parsing: String(text)).origin.host, host == text.lowercased() else {
            throw .badHost
        }
        return host
    }

    private static func ports(_ text: (some StringProtocol)?) throws(OutboundPatternError) -> ClosedRange<UInt16> {
        guard let text else { return allPorts }
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = port(ends[0]), let last = port(ends[ends.count - 1]), first <= last else { throw .badPorts }
        return first...last
    }

    private static func port(_ text: some StringProtocol) -> UInt16? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(text), port > 0 else {
            return nil
        }
        return port
    }

    // MARK: Matching

    /// Whether it could match some address, whatever the name.
    func namesAddresses(port: UInt16) -> Bool {
        guard case .network = hosts else { return false }
        return ports.contains(port)
    }

    /// `host` is one of `Origin`: lower case, canonical.
    func matches(host: String, port: UInt16) -> Bool {
        guard ports.contains(port) else { return false }
        switch hosts {
        case .any: return true
        case .name(let name): return host == name
        case .below(let end): return host.hasSuffix(end) && host.utf8.count > end.utf8.count
        case .network: return false
        }
    }

    func matches(_ address: SocketAddress) -> Bool {
        guard case .network(let network) = hosts else { return false }
        return ports.contains(address.port) && network.contains(address)
    }
}
