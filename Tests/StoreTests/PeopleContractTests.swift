import Access
import Catalog
import Store
import Testing

/// Users, organisations, teams and service accounts: what holds for every engine.
@Suite struct PeopleContractTests {
    @Test(arguments: StoreUnderTest.allCases)
    func organizationsAreToldApartByFoldedName(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let made = try await store.insert(organization: "Caf\u{E9}", firstAdmin: nil)
        for name in ["CAF\u{C9}", "cafe\u{301}", "main org."] {
            await #expect(throws: StoreError.nameTaken) {
                _ = try await store.insert(organization: name, firstAdmin: nil)
            }
        }
        var renamed = made
        renamed.name = "MAIN ORG."
        let clash = renamed
        await #expect(throws: StoreError.nameTaken) { try await store.update(clash) }
        renamed.name = "CAF\u{C9}"
        renamed.address.city = "Z"
        try await store.update(renamed)
        #expect(try await store.load().organizations.last == renamed)
    }

    @Test(arguments: StoreUnderTest.allCases)
    func organizationGoesWithAllThatBelongsToIt(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let ann = try await store.insert(try Fixture.user("ann"))
        try await store.addMember(userID: ann.id, orgID: 2, role: .admin)
        try await store.change(userID: ann.id, .currentOrganization(2), at: 1)
        let source = try await store.insert(Fixture.source("a", orgID: 2), secrets: [Fixture.secret("password")])
        let account = try await store.insert(Fixture.account("robot", orgID: 2))
        let token = try await store.insert(Fixture.token("t", orgID: 2, serviceAccountID: account.id))
        let team = try await store.insert(Fixture.team("T", orgID: 2, members: [ann.id]))
        try await store.save(Preferences(), for: .organization(2))
        let recorder = ChangeRecorder()
        try await store.follow(since: store.load().revision, committed: recorder.record)
        try await store.delete(organizationID: 2)

        #expect(
            Set(recorder.changes) == [
                "source \(source.source.id) of 2 deleted", "token \(token.id) deleted",
                "account \(account.id) deleted", "team \(team.id) deleted", "user ann", "org 2 deleted",
            ])
        let left = try #require(try await store.user(login: "ann"))
        #expect(left.orgID == 1 && left.memberships == [Membership(orgID: 1, role: .viewer)])
        await #expect(throws: StoreError.notFound) { try await store.delete(organizationID: 2) }
        await #expect(throws: StoreError.refused(.lastOrganization)) { try await store.delete(organizationID: 1) }
        try await store.ensureOrganization(id: 2, name: "Back")
        #expect(try await store.load().organizations.map(\.id) == [1])
    }

    @Test(arguments: StoreUnderTest.allCases)
    func lastAdminsStay(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        _ = try await store.ensureAdmin(login: "admin", passwordHash: try Fixture.passwordHash(), now: 1)
        let admin = try #require(try await store.user(login: "admin"))
        let server = StoreError.refused(.lastServerAdmin)
        await #expect(throws: server) { try await store.delete(userID: admin.id) }
        await #expect(throws: server) { try await store.change(userID: admin.id, .disabled(true), at: 1) }
        await #expect(throws: server) { try await store.change(userID: admin.id, .serverAdmin(false), at: 1) }
        let organization = StoreError.refused(.lastOrganizationAdmin)
        await #expect(throws: organization) { try await store.removeMember(userID: admin.id, orgID: 1) }
        await #expect(throws: organization) {
            try await store.changeMember(userID: admin.id, orgID: 1, role: .viewer)
        }
        let ann = try await store.insert(try Fixture.user("ann", role: .admin))
        try await store.change(userID: ann.id, .serverAdmin(true), at: 1)
        try await store.removeMember(userID: admin.id, orgID: 1)
        try await store.delete(userID: admin.id)
        #expect(try await store.users().map(\.login) == ["ann"])
    }

    @Test(arguments: StoreUnderTest.allCases)
    func membershipsFollowTheUser(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let ann = try await store.insert(try Fixture.user("ann"))
        await #expect(throws: StoreError.refused(.alreadyMember)) {
            try await store.addMember(userID: ann.id, orgID: 1, role: .admin)
        }
        await #expect(throws: StoreError.notFound) { try await store.addMember(userID: ann.id, orgID: 9, role: .admin) }
        await #expect(throws: StoreError.notFound) { try await store.addMember(userID: 99, orgID: 1, role: .admin) }
        await #expect(throws: StoreError.notFound) {
            try await store.change(userID: ann.id, .currentOrganization(2), at: 1)
        }
        try await store.removeMember(userID: ann.id, orgID: 1)
        let nowhere = try #require(try await store.user(login: "ann"))
        #expect(nowhere.memberships.isEmpty && nowhere.role == .none)
        try await store.addMember(userID: ann.id, orgID: 2, role: .editor)
        let there = try #require(try await store.user(login: "ann"))
        #expect(there.orgID == 2 && there.role == .editor)
    }

    @Test(arguments: StoreUnderTest.allCases)
    func deletedUserLeavesItsTeams(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let (ann, bob) = (
            try await store.insert(try Fixture.user("ann")), try await store.insert(try Fixture.user("bob"))
        )
        let team = try await store.insert(Fixture.team("T", members: [ann.id, bob.id]))
        #expect(team.members.map(\.userID) == [ann.id, bob.id])
        let recorder = ChangeRecorder()
        try await store.follow(since: store.load().revision, committed: recorder.record)
        try await store.delete(userID: ann.id)
        #expect(recorder.changes == ["team T", "user \(ann.id) deleted"])
        try await store.removeMember(userID: bob.id, orgID: 1)
        #expect(try await store.load().teams.first?.members.isEmpty == true)
        await #expect(throws: StoreError.nameTaken) { _ = try await store.insert(Fixture.team("t")) }
        _ = try await store.insert(Fixture.team("t", orgID: 2))
        let member = TeamMember(userID: bob.id, uid: "m", standing: .admin)
        await #expect(throws: StoreError.notFound) { try await store.put(member, teamID: team.id, orgID: 1) }
        await #expect(throws: StoreError.notFound) { try await store.delete(teamID: team.id, orgID: 2) }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func serviceAccountGoesWithItsTokens(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let account = try await store.insert(Fixture.account("robot"))
        let token = try await store.insert(Fixture.token("t", serviceAccountID: account.id))
        #expect(try await store.users().isEmpty)
        #expect(try await store.hasNoUsers())
        await #expect(throws: StoreError.nameTaken) { _ = try await store.insert(try Fixture.user("SA-1-Robot")) }
        await #expect(throws: StoreError.nameTaken) { _ = try await store.insert(Fixture.account("robot")) }
        var changed = account
        changed.role = .admin
        changed.isDisabled = true
        try await store.update(changed)
        #expect(try await store.load().serviceAccounts == [changed])
        await #expect(throws: StoreError.notFound) {
            try await store.delete(serviceAccountID: account.id, orgID: 2)
        }
        let recorder = ChangeRecorder()
        try await store.follow(since: store.load().revision, committed: recorder.record)
        try await store.delete(serviceAccountID: account.id, orgID: 1)
        #expect(recorder.changes == ["token \(token.id) deleted", "account \(account.id) deleted"])
    }

    @Test(arguments: StoreUnderTest.allCases)
    func preferencesAndUsageAreKept(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let ann = try await store.insert(try Fixture.user("ann"))
        let token = try await store.insert(Fixture.token("t"))
        var preferences = Preferences()
        preferences.theme = "dark"
        let scope = PreferenceScope.user(ann.id, orgID: 1)
        #expect(try await store.preferences(scope) == Preferences())
        try await store.save(preferences, for: scope)
        #expect(try await store.preferences(scope) == preferences)
        #expect(try await store.preferences(.user(ann.id, orgID: 2)) == Preferences())

        let revision = try await store.load().revision
        try await store.save([
            UsageRecord(subject: .user(ann.id), lastSeenAt: 50), UsageRecord(subject: .token(token.id), lastSeenAt: 60),
            UsageRecord(subject: .user(ann.id), lastSeenAt: 40), UsageRecord(subject: .token(99), lastSeenAt: 1),
        ])
        let contents = try await store.load()
        #expect(contents.users.first?.lastSeenAt == 50)
        #expect(contents.tokens.first?.lastUsedAt == 60)
        #expect(contents.revision == revision)
    }
}
