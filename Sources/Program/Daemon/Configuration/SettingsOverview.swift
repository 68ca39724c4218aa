internal import Control
internal import Reactor

/// What the server runs with, in the sections that Grafana's `/api/admin/settings` has. Secrets are never here but as stars.
enum SettingsOverview {
    private static let mask = "*********"

    static func sections(of configuration: ServerConfiguration) -> [ControlConfiguration.Section] {
        [
            .init(name: "DEFAULT", entries: [("app_mode", "production"), ("instance_name", "headgate")]),
            .init(name: "paths", entries: [("data", configuration.dataDirectory)]),
            .init(
                name: "server",
                entries: [
                    ("protocol", configuration.callerTLS == nil ? "http" : "https"),
                    ("http_addr", configuration.bind.host),
                    ("http_port", "\(configuration.bind.port)"),
                ]),
            .init(
                name: "database",
                entries: [("type", "sqlite3"), ("path", configuration.databasePath), ("password", mask)]),
            .init(
                name: "security",
                entries: [("admin_user", "admin"), ("admin_password", mask), ("secret_key", mask)]),
            .init(name: "users", entries: [("auto_assign_org", "true"), ("auto_assign_org_role", "Viewer")]),
            .init(name: "auth.anonymous", entries: [("enabled", "false")]),
        ]
    }
}
