internal import HTTP

/// Where a database is, from a source's url: `HOST`, `HOST:PORT`, `[IPV6]:PORT`; SQL Server's has `\INSTANCE` and `;OPTIONS` too.
///
/// Its host is read as a URL's host is, so that the outbound rules compare like with like (A-083).
struct DatabaseAddress: Equatable, Sendable {
    let host: String
    let port: UInt16

    /// Nothing for what is none, a socket's path among it: such a door to the machine's own databases is not offered.
    init?(_ url: String, defaultPort: UInt16) {
        let server = url.prefix { $0 != ";" }
        guard !server.isEmpty, !server.contains("/") else { return nil }
        guard !server.hasPrefix("[") else {
            guard let bracket = server.firstIndex(of: "]") else { return nil }
            let rest = server[server.index(after: bracket)...]
            self.init(host: server[...bracket], port: rest, defaultPort)
            return
        }
        let host = server.prefix { $0 != ":" && $0 != "\\" }
        let rest = server[host.endIndex...].drop { $0 != ":" }
        self.init(host: host, port: rest, defaultPort)
    }

    private init?(host: Substring, port: Substring, _ defaultPort: UInt16) {
        guard !host.contains(where: { "?#@".contains($0) }), let url = try? SourceURL(parsing: String(host)) else {
            return nil
        }
        self.host = url.origin.host
        guard !port.isEmpty else {
            self.port = defaultPort
            return
        }
        guard port.first == ":", let number = UInt16(port.dropFirst()), number > 0 else { return nil }
        self.port = number
    }
}
