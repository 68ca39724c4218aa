public import Crypto

/// Everybody who may come in, and what they belong to. Immutable; a snapshot carries one; a change makes a new one, which
/// shares what did not change.
public final class AccessDirectory: Sendable {
    private let maps: DirectoryMaps

    private init(_ maps: DirectoryMaps) { self.maps = maps }

    public convenience init(
        organizations: [OrganizationRecord] = [], users: [UserRecord] = [], teams: [TeamRecord] = [],
        serviceAccounts: [ServiceAccountRecord] = [], tokens: [TokenRecord] = []
    ) {
        var maps = DirectoryMaps()
        for organization in organizations { maps.apply(.organization(organization)) }
        for user in users { maps.apply(.user(user)) }
        for team in teams { maps.apply(.team(team)) }
        for account in serviceAccounts { maps.apply(.serviceAccount(account)) }
        for token in tokens { maps.apply(.token(token)) }
        self.init(maps)
    }

    /// The directory after these changes, in their order.
    public func applying(_ changes: [AccessChange]) -> AccessDirectory {
        var next = maps
        for change in changes { next.apply(change) }
        return AccessDirectory(next)
    }
}

// MARK: Asking
extension AccessDirectory {
    public func token(_ digest: Digest256) -> TokenRecord? { maps.tokenEntries[digest]?.record }

    /// By login or e-mail address, whatever their case and Unicode form.
    public func user(login: String) -> UserRecord? { userEntry(login: login)?.record }

    public func user(id: Int64) -> UserRecord? { maps.userEntries[id]?.record }

    /// In no order.
    public var users: [UserRecord] { maps.userEntries.values.map(\.record) }

    /// Unix seconds; 0 for never.
    public func lastSeenAt(userID: Int64) -> Int64 { maps.userEntries[userID]?.usage.lastSeenAt ?? 0 }

    /// In no order.
    public var organizations: [OrganizationRecord] { maps.organizationsByID.values }

    public func organization(id: Int64) -> OrganizationRecord? { maps.organizationsByID[id] }

    /// Whatever its case and Unicode form.
    public func organization(name: String) -> OrganizationRecord? {
        maps.organizationIDs[FoldedName.text(of: name)].flatMap { maps.organizationsByID[$0] }
    }

    public func team(id: Int64) -> TeamRecord? { maps.teamsByID[id] }

    /// In the order of names.
    public func teams(orgID: Int64) -> [TeamRecord] {
        maps.teamsByID.values.filter { $0.orgID == orgID }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    /// In the order of names.
    public func teams(ofUser userID: Int64, orgID: Int64) -> [TeamRecord] {
        teams(orgID: orgID).filter { $0.member(userID) != nil }
    }

    func isMember(_ userID: Int64, ofTeam teamID: Int64) -> Bool { maps.teamsByID[teamID]?.holds(userID) ?? false }

    func isMember(_ userID: Int64, ofOrganization orgID: Int64) -> Bool {
        maps.userEntries[userID]?.record.isMember(of: orgID) ?? false
    }

    public func serviceAccount(id: Int64) -> ServiceAccountRecord? { maps.accountsByID[id] }

    /// In the order of names.
    public func serviceAccounts(orgID: Int64) -> [ServiceAccountRecord] {
        maps.accountsByID.values.filter { $0.orgID == orgID }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    /// In the order of ids, with when each was last used (Unix seconds, 0 for never).
    public func tokens(ofServiceAccount id: Int64) -> [(record: TokenRecord, lastUsedAt: Int64)] {
        (maps.tokensOfAccounts[id] ?? []).compactMap { tokenID in
            maps.digests[tokenID].flatMap { maps.tokenEntries[$0] }.map { ($0.record, $0.usage.lastSeenAt) }
        }
    }

    public var tokenCount: Int { maps.tokenEntries.count }
    public var userCount: Int { maps.userEntries.count }
    public var organizationCount: Int { maps.organizationsByID.count }
    public var teamCount: Int { maps.teamsByID.count }
    public var serviceAccountCount: Int { maps.accountsByID.count }

    /// Last uses that no store has yet; each is given once.
    public func takeUnwrittenUsage() -> [UsageRecord] {
        let tokens = maps.tokenEntries.values.compactMap { entry in
            entry.usage.takeUnwritten().map { UsageRecord(subject: .token(entry.record.id), lastSeenAt: $0) }
        }
        let users = maps.userEntries.values.compactMap { entry in
            entry.usage.takeUnwritten().map { UsageRecord(subject: .user(entry.record.id), lastSeenAt: $0) }
        }
        return tokens + users
    }

    func entry(_ digest: Digest256) -> TokenEntry? { maps.tokenEntries[digest] }

    func userEntry(login: String) -> UserEntry? {
        maps.userIDs[FoldedName.text(of: login)].flatMap { maps.userEntries[$0] }
    }
}
