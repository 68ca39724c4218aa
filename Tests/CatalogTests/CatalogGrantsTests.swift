import Access
import Catalog
import Testing

/// Sources that are not for everybody.
@Suite struct CatalogGrantsTests {
    private let viewer = Identity(subject: .serviceAccount(20), login: "v", orgID: 1, role: .viewer)
    private let references: [DataSourceReference] = [.id(1), .uid("p1"), .name("prom")]

    private func world(_ grants: [GrantChange]) async throws -> World {
        let world = try World()
        _ = try await world.create(.make { $0.uid = "p1" })
        try await world.service.grant(
            [GrantChange(.role(.viewer), nil), GrantChange(.role(.editor), nil)] + grants, on: .uid("p1"),
            by: world.admin)
        return world
    }

    @Test("A-029: a hidden source is not there, by any name and for any action")
    func hiddenSourceIsNotThere() async throws {
        let world = try await world([])
        for reference in references {
            for action: Action in [.datasourcesRead, .datasourcesQuery, .datasourcesWrite, .datasourcesPermissionsRead]
            {
                #expect(throws: CatalogError.notFound) {
                    _ = try world.service.find(reference, for: action, by: viewer)
                }
            }
            await #expect(throws: CatalogError.notFound) {
                _ = try await world.service.update(reference, .make(), by: viewer)
            }
            await #expect(throws: CatalogError.notFound) { _ = try await world.service.delete(reference, by: viewer) }
            await #expect(throws: CatalogError.notFound) {
                try await world.service.grant([GrantChange(.role(.viewer), .admin)], on: reference, by: viewer)
            }
            #expect(throws: CatalogError.notFound) { _ = try world.service.grants(on: reference, by: viewer) }
        }
        #expect(throws: CatalogError.notFound) { _ = try world.service.identifier(ofName: "prom", by: viewer) }
        #expect(try world.service.list(by: viewer).isEmpty)
        #expect(try world.service.list(by: world.admin).count == 1)
    }

    @Test func eachLevelOpensItsDoors() async throws {
        for level in SourceLevel.allCases {
            let world = try await world([GrantChange(.account(20), level)])
            let service = world.service
            #expect(try service.list(by: viewer).map(\.source.uid) == ["p1"])
            for reference in references {
                #expect(try service.find(reference, by: viewer).source.uid == "p1")
                let grants = try? service.grants(on: reference, by: viewer)
                #expect((grants != nil) == (level == .admin))
            }
            let isEditable = level >= .edit
            let updated = try? await service.update(.uid("p1"), .make { $0.user = "x" }, by: viewer)
            #expect((updated != nil) == isEditable)
            let deleted = try? await service.delete(.uid("p1"), by: viewer)
            #expect((deleted != nil) == isEditable)
        }
    }

    @Test func whoMayReadIsToldThatHeMayNotWrite() async throws {
        let world = try await world([GrantChange(.account(20), .query)])
        await #expect { _ = try await world.service.delete(.uid("p1"), by: viewer) } throws: { error in
            guard case .denied(let permission, _)? = error as? CatalogError else { return false }
            return permission == Permission(.datasourcesDelete)
        }
    }

    @Test("A-012: what counts is granted on the row that is written, not on one that had its uid")
    func grantsBelongToTheRow() async throws {
        let world = try await world([GrantChange(.account(20), .edit)])
        // Another process deleted the source and made another of that uid; this one has not heard of it.
        world.store.state.withLock { state in
            state.rows = [
                StoredDataSource(
                    source: DataSource(id: 9, uid: "p1", orgID: 1, name: "prom", type: "prometheus", access: "proxy"),
                    secrets: [], revision: 99, grants: .denied)
            ]
        }
        await #expect(throws: CatalogError.notFound) { _ = try await world.service.delete(.uid("p1"), by: viewer) }
        await #expect(throws: CatalogError.notFound) {
            _ = try await world.service.update(.uid("p1"), .make(), by: viewer)
        }
        #expect(world.store.rows.map(\.source.id) == [9])
    }

    @Test func aGrantLeavesTheRouteAsItIs() async throws {
        let world = try await world([])
        let before = try world.service.find(.uid("p1"), by: world.admin)
        try await world.service.grant([GrantChange(.role(.viewer), .query)], on: .uid("p1"), by: world.admin)
        let after = try world.service.find(.uid("p1"), by: viewer)
        #expect(after.revision == before.revision && after.answer == before.answer && after.source == before.source)
        #expect(after.grants.roles == RoleLevels(viewer: .query))
        #expect(world.observations.last == .granted(orgID: 1, uid: "p1", by: world.admin))
    }

    @Test func aServerThatDeniesByDefaultShowsNewSourcesToAdminsOnly() async throws {
        let world = try World(CatalogConfiguration(deniesByDefault: true))
        _ = try await world.create(.make { $0.uid = "p1" })
        #expect(throws: CatalogError.notFound) { _ = try world.service.find(.uid("p1"), by: viewer) }
        #expect(try world.service.find(.uid("p1"), by: world.admin).grants == .denied)
    }

    @Test func decisionsNameTheirRuleAndHideWhatIsHidden() async throws {
        let world = try await world([])
        let hidden = world.service.decide(.datasourcesQuery, on: .uid("p1"), by: viewer)
        #expect(hidden == world.service.decide(.datasourcesQuery, on: .uid("unused"), by: viewer))
        #expect(!hidden.isAllowed)
        try await world.service.grant([GrantChange(.account(20), .query)], on: .uid("p1"), by: world.admin)
        #expect(
            world.service.decide(.datasourcesQuery, on: .uid("p1"), by: viewer)
                == .allow(rule: "you have the permission Query"))
        #expect(!world.service.decide(.datasourcesWrite, on: .uid("p1"), by: viewer).isAllowed)
    }
}
