/// What gives somebody a level of one data source.
struct SourceRule: Sendable, Equatable {
    enum Source: Sendable, Equatable {
        /// The role Admin of the organisation.
        case organizationAdmin
        case role(Role)
        /// The caller's own grant.
        case account
        case team(Int64)
    }

    let level: SourceLevel
    let source: Source

    /// For the caller, in words.
    func text(_ directory: AccessDirectory) -> String {
        switch source {
        case .organizationAdmin: "the role Admin may do everything to every data source of its organization"
        case .role(let role): "the role \(role.rawValue) has the permission \(level.name)"
        case .account: "you have the permission \(level.name)"
        case .team(let id): "your team \(directory.team(id: id)?.name ?? "") has the permission \(level.name)"
        }
    }
}
