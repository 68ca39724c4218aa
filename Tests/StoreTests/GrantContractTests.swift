import Access
import Catalog
import Store
import Testing

/// What is granted on data sources: what holds for every engine.
@Suite struct GrantContractTests {
    private struct House {
        let store: any StoreEngine
        let ann: UserRecord
        let robot: ServiceAccountRecord
        let team: TeamRecord
        let source: StoredDataSource

        init(_ store: any StoreEngine) async throws {
            self.store = store
            ann = try await store.insert(try Fixture.user("ann"))
            robot = try await store.insert(Fixture.account("robot"))
            team = try await store.insert(Fixture.team("T", members: [ann.id]))
            source = try await store.insert(Fixture.source("a"), secrets: [Fixture.secret("password")])
        }

        func change(_ changes: [GrantChange], orgID: Int64 = 1) async throws {
            try await store.changeGrants(changes, sourceID: source.source.id, orgID: orgID)
        }

        /// Every way to ask gives the same.
        func grants() async throws -> SourceGrants {
            let found = try #require(try await store.dataSource(id: source.source.id, orgID: 1))
            #expect(try await store.load().dataSources.first { $0.source.id == source.source.id } == found)
            return found.grants
        }
    }

    private func withHouse(_ engine: StoreUnderTest, _ body: (House) async throws -> Void) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        try await body(House(store))
    }

    @Test(arguments: StoreUnderTest.allCases)
    func aNewSourceHasWhatItIsGiven(_ engine: StoreUnderTest) async throws {
        try await withHouse(engine) { house in
            #expect(try await house.grants() == .standard)
            let given = SourceGrants(
                roles: RoleLevels(editor: .edit, admin: .query),
                accounts: [house.ann.id: .admin, house.robot.id: .query],
                teams: [house.team.id: .edit])
            let made = try await house.store.insert(Fixture.source("b"), secrets: [], grants: given)
            #expect(made.grants == given)
            #expect(try await house.store.dataSource(name: "b", orgID: 1) == made)
            let hidden = try await house.store.insert(Fixture.source("c"), secrets: [], grants: .denied)
            #expect(try await house.store.dataSource(id: hidden.source.id, orgID: 1)?.grants == .denied)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func grantsChangeWithoutTheRow(_ engine: StoreUnderTest) async throws {
        try await withHouse(engine) { house in
            let recorder = ChangeRecorder()
            try await house.store.follow(since: house.store.load().revision, committed: recorder.record)
            try await house.change([
                GrantChange(.role(.viewer), nil), GrantChange(.account(house.ann.id), .edit),
                GrantChange(.account(house.robot.id), .query), GrantChange(.team(house.team.id), .admin),
            ])
            try await house.change([
                GrantChange(.account(house.ann.id), .admin), GrantChange(.account(house.robot.id), nil),
            ])
            let (id, ann, team) = (house.source.source.id, house.ann.id, house.team.id)
            #expect(
                recorder.changes == [
                    "grants of \(id): Editor=Query \(ann)=Edit \(house.robot.id)=Query team \(team)=Admin",
                    "grants of \(id): Editor=Query \(ann)=Admin team \(team)=Admin",
                ])
            let now = try #require(try await house.store.dataSource(id: id, orgID: 1))
            #expect(now.revision == house.source.revision && now.secrets == house.source.secrets)
            let saved = try await house.store.update(now.source, secrets: [], ifRevision: now.revision)
            #expect(saved.grants == now.grants)
            #expect(try await house.grants() == now.grants)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func nothingIsGrantedToStrangers(_ engine: StoreUnderTest) async throws {
        try await withHouse(engine) { house in
            let bob = try await house.store.insert(try Fixture.user("bob"))
            try await house.store.removeMember(userID: bob.id, orgID: 1)
            let other = try await house.store.insert(Fixture.team("Other", orgID: 2))
            let robot = try await house.store.insert(Fixture.account("other", orgID: 2))
            for principal: SourcePrincipal in [
                .account(bob.id), .account(999), .account(robot.id), .team(other.id), .team(999), .role(.none),
            ] {
                await #expect(throws: StoreError.principalNotFound(principal)) {
                    try await house.change([GrantChange(.role(.viewer), .admin), GrantChange(principal, .query)])
                }
            }
            #expect(try await house.grants() == .standard)
            await #expect(throws: StoreError.notFound) {
                try await house.change([GrantChange(.role(.viewer), nil)], orgID: 2)
            }
            await #expect(throws: StoreError.notFound) {
                try await house.store.changeGrants([], sourceID: 999, orgID: 1)
            }
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func grantsGoWithWhoeverHadThem(_ engine: StoreUnderTest) async throws {
        try await withHouse(engine) { house in
            let bob = try await house.store.insert(try Fixture.user("bob"))
            try await house.change([
                GrantChange(.account(house.ann.id), .edit), GrantChange(.account(house.robot.id), .edit),
                GrantChange(.account(bob.id), .edit), GrantChange(.team(house.team.id), .edit),
            ])
            let recorder = ChangeRecorder()
            try await house.store.follow(since: house.store.load().revision, committed: recorder.record)
            try await house.store.delete(teamID: house.team.id, orgID: 1)
            try await house.store.delete(serviceAccountID: house.robot.id, orgID: 1)
            try await house.store.delete(userID: house.ann.id)
            try await house.store.removeMember(userID: bob.id, orgID: 1)
            let id = house.source.source.id
            let standard = "Viewer=Query Editor=Query"
            #expect(
                recorder.changes.filter { $0.hasPrefix("grants") } == [
                    "grants of \(id): \(standard) \(house.ann.id)=Edit \(house.robot.id)=Edit \(bob.id)=Edit",
                    "grants of \(id): \(standard) \(house.ann.id)=Edit \(bob.id)=Edit",
                    "grants of \(id): \(standard) \(bob.id)=Edit", "grants of \(id): \(standard)",
                ])
            try await house.store.addMember(userID: bob.id, orgID: 1, role: .viewer)
            #expect(try await house.grants() == .standard)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func grantsStayWhenAnotherPlaceIsLeft(_ engine: StoreUnderTest) async throws {
        try await withHouse(engine) { house in
            try await house.store.addMember(userID: house.ann.id, orgID: 2, role: .viewer)
            let there = try await house.store.insert(
                Fixture.source("b", orgID: 2), secrets: [], grants: SourceGrants(accounts: [house.ann.id: .edit]))
            try await house.change([GrantChange(.account(house.ann.id), .edit)])
            try await house.store.removeMember(userID: house.ann.id, orgID: 2)
            #expect(try await house.grants().accounts == [house.ann.id: .edit])
            #expect(try await house.store.dataSource(id: there.source.id, orgID: 2)?.grants == .denied)
        }
    }

    @Test(
        "A-012: what was granted on a source that was deleted is not there for its successor",
        arguments: StoreUnderTest.allCases)
    func grantsGoWithTheSource(_ engine: StoreUnderTest) async throws {
        try await withHouse(engine) { house in
            try await house.change([
                GrantChange(.account(house.ann.id), .admin), GrantChange(.team(house.team.id), .edit),
            ])
            let revision = try await house.store.load().revision
            try await house.store.delete(id: house.source.source.id, orgID: 1)
            let again = try await house.store.insert(Fixture.source("a"), secrets: [])
            #expect(again.grants == .standard)
            let changes = try await house.store.changes(since: revision - 1).map(ChangeRecorder.text)
            #expect(changes == ["source \(house.source.source.id) of 1 deleted", "source a r\(again.revision)"])
        }
    }
}
