public import Access

extension SQLiteStore: OrganizationStore {
    public func insert(
        organization name: String, firstAdmin: Int64?
    ) async throws(StoreError) -> OrganizationRecord {
        try await writer.write { (database) throws(StoreError) in
            try OrganizationTable.insert(name, firstAdmin: firstAdmin, in: database)
        }
    }

    public func update(_ organization: OrganizationRecord) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try OrganizationTable.update(organization, in: database)
        }
    }

    public func delete(organizationID: Int64) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try OrganizationTable.delete(id: organizationID, in: database)
        }
    }
}

extension SQLiteStore: TeamStore {
    public func insert(_ team: TeamRecord) async throws(StoreError) -> TeamRecord {
        try await writer.write { (database) throws(StoreError) in try TeamTable.insert(team, in: database) }
    }

    public func update(_ team: TeamRecord) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in try TeamTable.update(team, in: database) }
    }

    public func delete(teamID: Int64, orgID: Int64) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try TeamTable.delete(id: teamID, orgID: orgID, in: database)
        }
    }

    public func put(_ member: TeamMember, teamID: Int64, orgID: Int64) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try TeamTable.put(member, teamID: teamID, orgID: orgID, in: database)
        }
    }

    public func removeMember(userID: Int64, teamID: Int64, orgID: Int64) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try TeamTable.removeMember(userID: userID, teamID: teamID, orgID: orgID, in: database)
        }
    }
}

extension SQLiteStore: ServiceAccountStore {
    public func insert(_ account: ServiceAccountRecord) async throws(StoreError) -> ServiceAccountRecord {
        try await writer.write { (database) throws(StoreError) in
            try ServiceAccountTable.insert(account, in: database)
        }
    }

    public func update(_ account: ServiceAccountRecord) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try ServiceAccountTable.update(account, in: database)
        }
    }

    public func delete(serviceAccountID: Int64, orgID: Int64) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try ServiceAccountTable.delete(id: serviceAccountID, orgID: orgID, in: database)
        }
    }
}

extension SQLiteStore: PreferenceStore, StarStore, UsageStore, PeopleStore {
    public func preferences(_ scope: PreferenceScope) async throws(StoreError) -> Preferences {
        try await readers.read { (database) throws(StoreError) in try PreferenceTable.find(scope, in: database) }
    }

    public func save(_ preferences: Preferences, for scope: PreferenceScope) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try PreferenceTable.save(preferences, for: scope, in: database)
        }
    }

    public func stars(userID: Int64, orgID: Int64) async throws(StoreError) -> [String] {
        try await readers.read { (database) throws(StoreError) in
            try StarTable.all(userID: userID, orgID: orgID, in: database)
        }
    }

    public func setStar(
        _ dashboardUID: String, _ isSet: Bool, userID: Int64, orgID: Int64
    ) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in
            try StarTable.set(dashboardUID, isSet, userID: userID, orgID: orgID, in: database)
        }
    }

    public func save(_ usage: [UsageRecord]) async throws(StoreError) {
        try await writer.write { (database) throws(StoreError) in try UsageTable.save(usage, in: database) }
    }
}
