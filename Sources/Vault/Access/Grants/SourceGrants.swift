/// Everything that is granted on one data source.
///
/// A standalone token has a role and is no account, so only what is granted to its role counts for it.
public struct SourceGrants: Sendable, Equatable {
    public var roles: RoleLevels
    /// By the id of the user or service account.
    public var accounts: [Int64: SourceLevel]
    /// By the id of the team.
    public var teams: [Int64: SourceLevel]

    public init(
        roles: RoleLevels = RoleLevels(), accounts: [Int64: SourceLevel] = [:], teams: [Int64: SourceLevel] = [:]
    ) {
        self.roles = roles
        self.accounts = accounts
        self.teams = teams
    }

    /// What a new source has in Grafana: Viewers and Editors may query it.
    public static let standard = SourceGrants(roles: RoleLevels(viewer: .query, editor: .query))

    /// Only the organisation's admins.
    public static let denied = SourceGrants()

    public subscript(principal: SourcePrincipal) -> SourceLevel? {
        get {
            switch principal {
            case .account(let id): accounts[id]
            case .team(let id): teams[id]
            case .role(let role): roles[role]
            }
        }
        set {
            switch principal {
            case .account(let id): accounts[id] = newValue
            case .team(let id): teams[id] = newValue
            case .role(let role): roles[role] = newValue
            }
        }
    }
}
