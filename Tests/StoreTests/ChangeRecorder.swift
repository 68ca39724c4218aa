import Access
import Catalog
import Synchronization

/// Listens to a store and remembers every call it gets.
final class ChangeRecorder: Sendable {
    private let state = Mutex<[[String]]>([])

    /// The calls so far; a change as text, such as `source a r3`, `source 1 deleted`, `token t`.
    var calls: [[String]] { state.withLock { $0 } }
    var changes: [String] { calls.flatMap { $0 } }

    func record(_ changes: [StoreChange]) { state.withLock { $0.append(changes.map(Self.text)) } }

    /// Such as `Viewer=Query 3=Edit team 1=Admin`.
    private static func text(_ grants: SourceGrants) -> String {
        var words: [String] = []
        for role in Role.allCases {
            if let level = grants.roles[role] { words.append("\(role.rawValue)=\(level.name)") }
        }
        for (id, level) in grants.accounts.sorted(by: { $0.key < $1.key }) { words.append("\(id)=\(level.name)") }
        for (id, level) in grants.teams.sorted(by: { $0.key < $1.key }) { words.append("team \(id)=\(level.name)") }
        return words.joined(separator: " ")
    }

    static func text(_ change: StoreChange) -> String {
        switch change {
        case .dataSource(let stored): "source \(stored.source.name) r\(stored.revision)"
        case .dataSourceDeleted(let id, let orgID): "source \(id) of \(orgID) deleted"
        case .grants(let grants, let id, _): "grants of \(id): \(Self.text(grants))"
        case .token(let token): "token \(token.name)"
        case .tokenDeleted(let id): "token \(id) deleted"
        case .user(let user): "user \(user.login)"
        case .userDeleted(let id): "user \(id) deleted"
        case .organization(let organization): "org \(organization.name)"
        case .organizationDeleted(let id): "org \(id) deleted"
        case .team(let team): "team \(team.name)"
        case .teamDeleted(let id): "team \(id) deleted"
        case .serviceAccount(let account): "account \(account.name)"
        case .serviceAccountDeleted(let id): "account \(id) deleted"
        }
    }
}
