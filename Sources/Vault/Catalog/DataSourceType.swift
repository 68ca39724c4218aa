/// What Headgate knows about a type of data source. The table is `DataSourceType+Registry.swift`.
public struct DataSourceType: Sendable {
    /// How its upstream is spoken to.
    enum Transport: Sendable {
        case http
        /// A database protocol of its own: nothing is proxied.
        case database
        /// As `database`, with SQL Server's form of address: `HOST[\INSTANCE][:PORT][;OPTIONS]`.
        case sqlServer
    }

    /// Which table of methods and paths holds for proxied calls.
    enum Rules: Sendable {
        case none
        case alertmanager
        case elasticsearch
        case prometheus
    }

    /// How `user` and the secret `password` are sent while basicAuth is off.
    enum Credential: Sendable {
        /// As Basic, when there is a user.
        case basicWithUser
        /// As Basic, always: also with neither (`Og==`), as Grafana does for InfluxDB.
        case basicAlways
        /// As the query's `u` and `p`, with the database in the path: InfluxDB 0.8.
        case query
    }

    public let id: String
    /// Older names; a source keeps the one it was given.
    public let aliases: [String]
    public let name: String
    public let logo: String
    /// An update must not leave it without a url.
    public let needsURL: Bool
    let transport: Transport
    let rules: Rules
    let credential: Credential
    /// Those of its resources that only pass bytes.
    let resources: ResourceTable?

    /// The type of that id or alias; nothing for a type that Headgate does not know, which it still keeps and forwards
    /// to.
    public static func named(_ type: String) -> DataSourceType? { registry[Array(type.utf8)] }

    /// The name for people; an unknown type's own id.
    public static func displayName(of type: String) -> String { named(type)?.name ?? type }

    /// The path of its logo, below the root.
    public static func logo(of type: String) -> String { named(type)?.logo ?? unknownLogo }

    static var unknownLogo: String { "public/img/icn-datasource.svg" }
}
