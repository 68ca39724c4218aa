internal import Reactor

/// What the server says on standard output, for people.
enum Announcement {
    /// The line that scripts wait for.
    static func listening(on address: SocketAddress, tls: Bool) -> String {
        "listening on \(scheme(tls))://\(address)\n"
    }

    private static func scheme(_ tls: Bool) -> String { tls ? "https" : "http" }

    static func adminPassword(_ password: String) -> String {
        "first admin: user admin, password \(password) (shown once)\n"
    }

    /// Three calls to begin with. Whose certificate it is and whether this machine trusts it, curl will say.
    static func tour(of address: SocketAddress, tls: Bool, password: String?) -> String {
        let base = "\(scheme(tls))://\(reachable(address))/api/datasources"
        // Without a password curl asks for it.
        let user = "-u admin" + (password.map { ":\($0)" } ?? "")
        let source =
            #"{"uid":"prometheus","name":"Prometheus","type":"prometheus","access":"proxy","#
            + #""url":"http://127.0.0.1:9090"}"#
        return """
            try it:
              curl \(user) -H 'Content-Type: application/json' -d '\(source)' \(base)
              curl \(user) \(base)/uid/prometheus
              curl \(user) '\(base)/proxy/uid/prometheus/api/v1/query?query=up'

            """
    }

    /// Where this machine reaches a server that listens everywhere.
    private static func reachable(_ address: SocketAddress) -> String {
        switch address.host {
        case "0.0.0.0": "127.0.0.1:\(address.port)"
        case "::": "[::1]:\(address.port)"
        default: address.description
        }
    }
}
