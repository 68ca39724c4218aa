/// What may be done to one data source: decided by its grants, for every door.
extension Policy {
    /// Allocates nothing: for the data plane. `grants` are those of a source of the identity's organisation; `directory` knows
    /// who is in which team.
    public func allows(
        _ identity: Identity, _ action: Action, on grants: borrowing SourceGrants,
        in directory: borrowing AccessDirectory
    ) -> Bool {
        guard let needed = SourceLevel.least(for: action) else { return false }
        guard let rule = rule(for: identity, wanting: needed, grants, directory) else { return false }
        return rule.level >= needed
    }

    /// The most that the identity may do; nothing when the source shall not be there for it.
    public func level(
        of identity: Identity, on grants: SourceGrants, in directory: AccessDirectory
    ) -> SourceLevel? {
        rule(for: identity, wanting: .admin, grants, directory)?.level
    }

    /// The same as `allows`, with the rule that decided.
    public func decide(
        _ identity: Identity, _ action: Action, on grants: SourceGrants, in directory: AccessDirectory
    ) -> Decision {
        guard let needed = SourceLevel.least(for: action) else {
            return .deny(reason: "\(action.rawValue) is not done to one data source")
        }
        guard let rule = rule(for: identity, wanting: needed, grants, directory) else {
            return .deny(reason: "nothing grants you the data source")
        }
        let text = rule.text(directory)
        guard rule.level < needed else { return .allow(rule: text) }
        return .deny(reason: "\(action.rawValue) needs the permission \(needed.name); \(text)")
    }

    /// The first rule that gives as much as is wanted, else the one that gives most. The role goes first: it decides most
    /// calls, without a lookup.
    private func rule(
        for identity: Identity, wanting wanted: SourceLevel, _ grants: borrowing SourceGrants,
        _ directory: borrowing AccessDirectory
    ) -> SourceRule? {
        if identity.role == .admin { return SourceRule(level: .admin, source: .organizationAdmin) }
        var best: SourceRule?
        if let level = grants.roles[identity.role] {
            best = SourceRule(level: level, source: .role(identity.role))
            if level >= wanted { return best }
        }
        guard let account = identity.accountID, isInside(identity, directory) else { return best }
        if let level = grants.accounts[account], level.exceeds(best) {
            best = SourceRule(level: level, source: .account)
            if level >= wanted { return best }
        }
        for (team, level) in grants.teams where level.exceeds(best) && directory.isMember(account, ofTeam: team) {
            best = SourceRule(level: level, source: .team(team))
            if level >= wanted { return best }
        }
        return best
    }

    /// Who is nobody in the organisation has no right there, whatever was once granted.
    private func isInside(_ identity: Identity, _ directory: borrowing AccessDirectory) -> Bool {
        guard identity.role == .none, let userID = identity.userID else { return true }
        return directory.isMember(userID, ofOrganization: identity.orgID)
    }
}

extension SourceLevel {
    fileprivate func exceeds(_ rule: SourceRule?) -> Bool { rule.map { self > $0.level } ?? true }
}
