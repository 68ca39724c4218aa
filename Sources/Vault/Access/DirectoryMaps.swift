internal import Crypto

/// What a directory is made of: everybody by every key that they are looked up by. A copy shares what did not change.
struct DirectoryMaps: Sendable {
    private(set) var tokenEntries = SnapshotMap<Digest256, TokenEntry>()
    private(set) var digests = SnapshotMap<Int64, Digest256>()
    private(set) var tokensOfAccounts = SnapshotMap<Int64, [Int64]>()
    private(set) var userEntries = SnapshotMap<Int64, UserEntry>()
    /// By folded login and folded e-mail address.
    private(set) var userIDs = SnapshotMap<String, Int64>()
    private(set) var organizationsByID = SnapshotMap<Int64, OrganizationRecord>()
    private(set) var organizationIDs = SnapshotMap<String, Int64>()
    private(set) var teamsByID = SnapshotMap<Int64, TeamRecord>()
    private(set) var accountsByID = SnapshotMap<Int64, ServiceAccountRecord>()

    mutating func apply(_ change: AccessChange) {
        switch change {
        case .token(let token): put(token)
        case .tokenDeleted(let id): removeToken(id)
        case .user(let user): put(user)
        case .userDeleted(let id): removeUser(id)
        case .organization(let organization): put(organization)
        case .organizationDeleted(let id): removeOrganization(id)
        case .team(let team): teamsByID[team.id] = team
        case .teamDeleted(let id): teamsByID[id] = nil
        case .serviceAccount(let account):
            accountsByID[account.id] = account
            refreshTokens(of: account.id)
        case .serviceAccountDeleted(let id):
            accountsByID[id] = nil
            refreshTokens(of: id)
        }
    }

    private mutating func put(_ token: TokenRecord) {
        let old = digests[token.id].flatMap { tokenEntries[$0] }
        removeToken(token.id)
        let account = token.serviceAccountID.flatMap { accountsByID[$0] }
        tokenEntries[token.digest] = TokenEntry(token, account: account, usage: old?.usage)
        digests[token.id] = token.digest
        guard let accountID = token.serviceAccountID else { return }
        tokensOfAccounts[accountID] = ((tokensOfAccounts[accountID] ?? []) + [token.id]).sorted()
    }

    private mutating func removeToken(_ id: Int64) {
        guard let digest = digests[id], let entry = tokenEntries[digest] else { return }
        digests[id] = nil
        tokenEntries[digest] = nil
        guard let accountID = entry.record.serviceAccountID else { return }
        let rest = (tokensOfAccounts[accountID] ?? []).filter { $0 != id }
        tokensOfAccounts[accountID] = rest.isEmpty ? nil : rest
    }

    /// What a token stands for follows its account, in whichever order the two are heard of.
    private mutating func refreshTokens(of accountID: Int64) {
        for tokenID in tokensOfAccounts[accountID] ?? [] {
            if let entry = digests[tokenID].flatMap({ tokenEntries[$0] }) { put(entry.record) }
        }
    }

    private mutating func put(_ user: UserRecord) {
        let old = userEntries[user.id]
        removeUser(user.id)
        userEntries[user.id] = UserEntry(user, usage: old?.usage)
        for name in [user.login, user.email] where !name.isEmpty { userIDs[FoldedName.text(of: name)] = user.id }
    }

    /// Within one batch another account may have taken this one's login already: that entry stays.
    private mutating func removeUser(_ id: Int64) {
        guard let user = userEntries[id]?.record else { return }
        userEntries[id] = nil
        for name in [user.login, user.email] {
            let key = FoldedName.text(of: name)
            if userIDs[key] == id { userIDs[key] = nil }
        }
    }

    private mutating func put(_ organization: OrganizationRecord) {
        removeOrganization(organization.id)
        organizationsByID[organization.id] = organization
        organizationIDs[FoldedName.text(of: organization.name)] = organization.id
    }

    private mutating func removeOrganization(_ id: Int64) {
        guard let old = organizationsByID[id] else { return }
        organizationsByID[id] = nil
        let key = FoldedName.text(of: old.name)
        if organizationIDs[key] == id { organizationIDs[key] = nil }
    }
}
