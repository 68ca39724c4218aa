import Catalog
import Synchronization

/// Listens to a store and remembers every call it gets.
final class ChangeRecorder: Sendable {
    private let state = Mutex<[[String]]>([])

    /// The calls so far; a change as text, such as `source a r3`, `source 1 deleted`, `token t`.
    var calls: [[String]] { state.withLock { $0 } }
    var changes: [String] { calls.flatMap { $0 } }

    func record(_ changes: [StoreChange]) { state.withLock { $0.append(changes.map(Self.text)) } }

    static func text(_ change: StoreChange) -> String {
        switch change {
        case .dataSource(let stored): "source \(stored.source.name) r\(stored.revision)"
        case .dataSourceDeleted(let id, let orgID): "source \(id) of \(orgID) deleted"
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
