/// The one decision function: may this identity do that? Pure; every door asks it. What is done to one data source is decided
/// by its grants, see `Grants/Policy+Sources.swift`.
///
/// Roles as Grafana's: a Viewer lists, reads and queries; an Editor also writes alerts and rules that live in a source;
/// an Admin does everything in the organisation. Being the server's admin grants everything on the server, and nothing
/// inside an organisation.
public struct Policy: Sendable {
    public init() {}

    public func decide(_ identity: Identity, _ permission: Permission) -> Decision {
        switch permission.scope {
        case .server: decideOnServer(identity, permission.action)
        case .all: decideInOrganization(identity, permission.action)
        }
    }

    /// The same without the reason, which costs a text: for the data plane.
    public func allows(_ identity: Identity, _ permission: Permission) -> Bool {
        switch permission.scope {
        case .server: return identity.isServerAdmin
        case .all:
            guard let needed = Self.leastRole(for: permission.action) else { return false }
            return identity.role >= needed
        }
    }

    private func decideOnServer(_ identity: Identity, _ action: Action) -> Decision {
        guard identity.isServerAdmin else { return .deny(reason: "\(action.rawValue) needs the server's admin") }
        return .allow(rule: "server admin")
    }

    private func decideInOrganization(_ identity: Identity, _ action: Action) -> Decision {
        guard let needed = Self.leastRole(for: action) else {
            return .deny(reason: "\(action.rawValue) is nothing that an organisation grants")
        }
        guard identity.role >= needed else {
            return .deny(reason: "\(action.rawValue) needs the role \(needed.rawValue)")
        }
        return .allow(rule: Self.rule(identity.role))
    }

    /// Constants: a decision of the data plane allocates nothing.
    private static func rule(_ role: Role) -> String {
        switch role {
        case .none: "role None"
        case .viewer: "role Viewer"
        case .editor: "role Editor"
        case .admin: "role Admin"
        }
    }

    /// The least role that may do it in its organisation; nothing for what only the server's admin may.
    static func leastRole(for action: Action) -> Role? {
        switch action {
        case .datasourcesRead, .datasourcesQuery, .datasourcesIDRead, .orgsRead: .viewer
        case .alertInstancesExternalRead, .alertNotificationsExternalRead, .alertRulesExternalRead: .viewer
        case .alertInstancesExternalWrite, .alertNotificationsExternalWrite, .alertRulesExternalWrite: .editor
        case .datasourcesCreate, .datasourcesWrite, .datasourcesDelete: .admin
        case .datasourcesPermissionsRead, .datasourcesPermissionsWrite: .admin
        case .apiKeysRead, .apiKeysCreate, .apiKeysDelete: .admin
        case .orgsWrite, .orgsPreferencesRead, .orgsPreferencesWrite: .admin
        case .orgUsersRead, .orgUsersAdd, .orgUsersWrite, .orgUsersRemove: .admin
        case .teamsRead, .teamsCreate, .teamsWrite, .teamsDelete, .teamsPermissionsRead, .teamsPermissionsWrite: .admin
        case .serviceAccountsRead, .serviceAccountsCreate, .serviceAccountsWrite, .serviceAccountsDelete: .admin
        case .orgsCreate, .orgsDelete, .settingsRead, .serverStatsRead: nil
        case .usersRead, .usersCreate, .usersWrite, .usersDelete, .usersEnable, .usersDisable: nil
        case .usersPasswordWrite, .usersPermissionsWrite: nil
        }
    }
}
