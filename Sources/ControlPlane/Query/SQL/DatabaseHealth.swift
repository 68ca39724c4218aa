internal import Access
internal import JSON

/// How checks of databases are worded. What a server says of itself is for whoever may see the source's settings; others learn that it failed.
enum DatabaseHealth {
    static let connected = HealthReport(.ok, "Database Connection OK")

    static func failed(_ message: String, _ detail: String, documentation: String, for identity: Identity)
        -> HealthReport
    {
        guard identity.role == .admin || identity.isServerAdmin else {
            return HealthReport(.error, "failed to connect to server - ask an administrator to check the data source")
        }
        return HealthReport(
            .error, message,
            details: ["errorDetailsLink": .string(documentation), "verboseMessage": .string(detail)])
    }

    static func network(_ detail: String, documentation: String, for identity: Identity) -> HealthReport {
        failed(
            "Network error: Failed to connect to the server. Error message: \(detail)", detail,
            documentation: documentation, for: identity)
    }
}
