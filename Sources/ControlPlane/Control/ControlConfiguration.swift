public import Query

/// What the control plane says about itself, and its bounds. Plain values, fixed at start.
public struct ControlConfiguration: Sendable {
    /// The Grafana whose API this is: clients choose their calls by it.
    public let grafanaVersion: String
    /// The product's own version.
    public let version: String
    /// The commit it was built from; `unknown` when the build did not say.
    public let commit: String
    /// What the server runs with, by section, for its admins; secrets are masked already.
    public let settings: [Section]
    public let queries: QueryConfiguration

    public struct Section: Sendable {
        public let name: String
        public let entries: [(key: String, value: String)]

        public init(name: String, entries: [(key: String, value: String)]) {
            self.name = name
            self.entries = entries
        }
    }

    public init(
        grafanaVersion: String = "12.4.0", version: String, commit: String = "unknown", settings: [Section] = [],
        queries: QueryConfiguration = QueryConfiguration()
    ) {
        self.grafanaVersion = grafanaVersion
        self.version = version
        self.commit = commit
        self.settings = settings
        self.queries = queries
    }
}
