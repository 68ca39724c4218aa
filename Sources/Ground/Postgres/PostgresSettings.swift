internal import Bytes
public import Crypto

/// Where a database is, who calls it, and how many connections may stand.
public struct PostgresSettings: Sendable {
    /// The name that certificates are checked against.
    public var host: String
    /// The addresses that are dialled, one after the other until one takes the connection, as text. Whoever resolved them has decided that
    /// they may be.
    public var addresses: [String]
    public var port: UInt16
    public var database: String
    public var user: String
    public var password: SecretBytes?
    public var tls: PostgresTLS
    /// Milliseconds until the server has let us in.
    public var connectMilliseconds: UInt64 = 10_000
    /// Connections at a time; further statements wait.
    public var connectionsMax = 10
    /// Idle connections that are kept.
    public var idleMax = 2
    /// Milliseconds after which an idle connection is not used any more.
    public var lifetimeMilliseconds: UInt64 = 14_400_000

    public init(
        host: String, addresses: [String], port: UInt16, database: String, user: String, password: SecretBytes? = nil,
        tls: PostgresTLS = PostgresTLS()
    ) {
        self.host = host
        self.addresses = addresses
        self.port = port
        self.database = database
        self.user = user
        self.password = password
        self.tls = tls
    }

    /// The same for connections that are alike in everything. It covers the password, so it is for comparing only.
    var poolKey: Digest256 {
        var text = ByteBuffer(kind: .confidential)
        for piece in [host, addresses.joined(separator: ","), String(port), database, user, tls.mode.rawValue] {
            Self.append(SecretBytes(copying: piece.utf8.span), to: &text)
        }
        for piece in [password, tls.authorities, tls.certificate, tls.key] { Self.append(piece, to: &text) }
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
