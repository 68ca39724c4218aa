internal import Catalog
internal import JSON
internal import Upstream

/// Microsoft SQL Server: whether a server is there and answers the first message of its protocol. Nothing is asked of it.
public struct SQLServerLanguage: SourceLanguage {
    private static let documentation = "https://grafana.com/docs/grafana/latest/datasources/mssql"

    /// TDS's PRELOGIN ([MS-TDS] 2.2.6.5): our version is 0, encryption is possible but not wanted.
    static let prelogin: [UInt8] = [
        0x12, 0x01, 0x00, 0x1A, 0x00, 0x00, 0x01, 0x00,  // header: PRELOGIN, last packet, 26 bytes
        0x00, 0x00, 0x0B, 0x00, 0x06,  // VERSION at 11, 6 bytes
        0x01, 0x00, 0x11, 0x00, 0x01,  // ENCRYPTION at 17, 1 byte
        0xFF,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00,
    ]

    private let door: any DatabaseDoor

    public init(door: any DatabaseDoor) { self.door = door }

    public func health(of source: AskedSource) async -> HealthReport? {
        guard let address = DatabaseAddress(source.route.source.url, defaultPort: 1433) else {
            let text = "the data source's URL is not HOST:PORT"
            return DatabaseHealth.failed(text, text, documentation: Self.documentation, for: source.identity)
        }
        do throws(UpstreamError) {
            let answer = try await door.greeting(
                of: address.host, port: address.port, sending: Self.prelogin, within: source.remainingMilliseconds,
                tracing: source.trace, until: { $0.count >= 8 })
            guard Self.isAnswer(answer) else {
                return DatabaseHealth.network(
                    "what answers does not speak SQL Server's protocol", documentation: Self.documentation,
                    for: source.identity)
            }
            return HealthReport(
                .ok, DatabaseHealth.connected.message,
                details: ["verboseMessage": "the server answered; user and password were not tried"])
        } catch {
            return DatabaseHealth.network(
                "\(error.phase.rawValue) failed", documentation: Self.documentation, for: source.identity)
        }
    }

    /// A tabular result, which is what a server wraps its side of PRELOGIN in, of a length that holds something.
    static func isAnswer(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 8 && bytes[0] == 0x04 && Int(bytes[2]) << 8 | Int(bytes[3]) > 8
    }
}
