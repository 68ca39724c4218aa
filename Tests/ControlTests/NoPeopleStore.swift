import Access

/// A store of people that never answers: what these tests ask is answered from the directory.
struct NoPeopleStore: PeopleStore {
    private static let down = StoreError.unavailable("down")

    func insert(organization name: String, firstAdmin: Int64?) async throws(StoreError) -> OrganizationRecord {
        throw Self.down
    }
    func update(_ organization: OrganizationRecord) async throws(StoreError) { throw Self.down }
    func delete(organizationID: Int64) async throws(StoreError) { throw Self.down }

    func insert(_ user: UserRecord) async throws(StoreError) -> UserRecord { throw Self.down }
    func change(userID: Int64, _ change: UserChange, at: Int64) async throws(StoreError) { throw Self.down }
    func delete(userID: Int64) async throws(StoreError) { throw Self.down }
    func addMember(userID: Int64, orgID: Int64, role: Role) async throws(StoreError) { throw Self.down }
    func changeMember(userID: Int64, orgID: Int64, role: Role) async throws(StoreError) { throw Self.down }
    func removeMember(userID: Int64, orgID: Int64) async throws(StoreError) { throw Self.down }
    func user(login: String) async throws(StoreError) -> UserRecord? { throw Self.down }
    func users() async throws(StoreError) -> [UserRecord] { throw Self.down }

    func insert(_ team: TeamRecord) async throws(StoreError) -> TeamRecord { throw Self.down }
    func update(_ team: TeamRecord) async throws(StoreError) { throw Self.down }
    func delete(teamID: Int64, orgID: Int64) async throws(StoreError) { throw Self.down }
    func put(_ member: TeamMember, teamID: Int64, orgID: Int64) async throws(StoreError) { throw Self.down }
    func removeMember(userID: Int64, teamID: Int64, orgID: Int64) async throws(StoreError) { throw Self.down }

    func insert(_ account: ServiceAccountRecord) async throws(StoreError) -> ServiceAccountRecord { throw Self.down }
    func update(_ account: ServiceAccountRecord) async throws(StoreError) { throw Self.down }
    func delete(serviceAccountID: Int64, orgID: Int64) async throws(StoreError) { throw Self.down }

    func insert(_ token: TokenRecord) async throws(StoreError) -> TokenRecord { throw Self.down }
    func delete(tokenID: Int64, orgID: Int64) async throws(StoreError) { throw Self.down }
    func tokens(orgID: Int64) async throws(StoreError) -> [TokenRecord] { throw Self.down }

    func preferences(_ scope: PreferenceScope) async throws(StoreError) -> Preferences { throw Self.down }
    func save(_ preferences: Preferences, for scope: PreferenceScope) async throws(StoreError) { throw Self.down }
    func stars(userID: Int64, orgID: Int64) async throws(StoreError) -> [String] { throw Self.down }
    func setStar(_ dashboardUID: String, _ isSet: Bool, userID: Int64, orgID: Int64) async throws(StoreError) {
        throw Self.down
    }
    func save(_ usage: [UsageRecord]) async throws(StoreError) { throw Self.down }
}
