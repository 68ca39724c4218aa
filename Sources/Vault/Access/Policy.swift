/// The one decision function: may this identity do that? Pure; every door asks it.
///
/// Roles as Grafana's: a Viewer lists, reads and queries; an Editor also writes alerts and rules that live in a source;
/// an Admin does everything in the organisation. Being the server's admin grants nothing inside an organisation.
public struct Policy: Sendable {
    public init() {}

    public func decide(_ identity: Identity, _ permission: Permission) -> Decision {
        let needed = Self.leastRole(for: permission.action)
        guard identity.role >= needed else {
            return .deny(reason: "\(permission.action.rawValue) needs the role \(needed.rawValue)")
        }
        return .allow(rule: "role \(identity.role.rawValue)")
    }

    /// The same without the reason, which costs a text: for the data plane.
    public func allows(_ identity: Identity, _ permission: Permission) -> Bool {
        identity.role >= Self.leastRole(for: permission.action)
    }

    /// The least role that may do it.
    static func leastRole(for action: Action) -> Role {
        switch action {
        case .datasourcesRead, .datasourcesQuery, .datasourcesIDRead: .viewer
        case .alertInstancesExternalRead, .alertNotificationsExternalRead, .alertRulesExternalRead: .viewer
        case .alertInstancesExternalWrite, .alertNotificationsExternalWrite, .alertRulesExternalWrite: .editor
        case .datasourcesCreate, .datasourcesWrite, .datasourcesDelete: .admin
        case .apiKeysRead, .apiKeysCreate, .apiKeysDelete: .admin
        }
    }
}
