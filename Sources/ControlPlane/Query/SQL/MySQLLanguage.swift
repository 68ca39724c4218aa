internal import Catalog
internal import JSON
internal import Upstream

/// MySQL: whether a server is there and greets as one. Nothing is asked of it.
public struct MySQLLanguage: SourceLanguage {
    private static let documentation =
        "https://grafana.com/docs/grafana/latest/datasources/mysql/#configure-the-data-source"

    private let door: any DatabaseDoor

    public init(door: any DatabaseDoor) { self.door = door }

    public func health(of source: AskedSource) async -> HealthReport? {
        guard let address = DatabaseAddress(source.route.source.url, defaultPort: 3306) else {
            let text = "the data source's URL is not HOST:PORT"
            return DatabaseHealth.failed(text, text, documentation: Self.documentation, for: source.identity)
        }
        do throws(UpstreamError) {
            let greeting = try await door.greeting(
                of: address.host, port: address.port, sending: [], within: source.remainingMilliseconds,
                tracing: source.trace, until: MySQLGreeting.isWhole)
            return report(MySQLGreeting(greeting), for: source)
        } catch {
            return DatabaseHealth.network(
                "\(error.phase.rawValue) failed", documentation: Self.documentation, for: source.identity)
        }
    }

    private func report(_ greeting: MySQLGreeting?, for source: AskedSource) -> HealthReport {
        switch greeting {
        case .welcome(let version):
            return HealthReport(
                .ok, DatabaseHealth.connected.message,
                details: ["verboseMessage": .string("MySQL \(version) greeted; user and password were not tried")])
        case .refusal(let text):
            return DatabaseHealth.failed(
                "Database error: Failed to connect to the mysql server", text, documentation: Self.documentation,
                for: source.identity)
        case nil:
            return DatabaseHealth.network(
                "what answers does not speak MySQL's protocol", documentation: Self.documentation, for: source.identity)
        }
    }
}
