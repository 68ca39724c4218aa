import Access
import Bytes
import Catalog
import Crypto
import JSON
import Testing

@Suite struct CatalogServiceTests {
    // MARK: Creating

    @Test func createdSourceIsSeenByTheNextCall() async throws {
        let world = try World()
        let route = try await world.create(
            .make {
                $0.uid = "my-uid"
                $0.jsonData = .null
                $0.secrets = [("basicAuthPassword", secret("one")), ("password", secret(""))]
            })
        #expect(route.source.id == 1 && route.source.version == 1 && !route.source.readOnly)
        #expect(route.source.jsonData == [:])
        #expect(route.secretNames == ["basicAuthPassword"])
        for reference in [DataSourceReference.id(1), .uid("my-uid"), .name("prom")] {
            #expect(try world.service.find(reference, by: world.admin).source == route.source)
        }
        #expect(try world.service.identifier(ofName: "prom", by: world.admin) == 1)
        #expect(try world.service.list(by: world.admin).map(\.source.id) == [1])
        #expect(world.observations == [.created(orgID: 1, uid: "my-uid", by: world.admin)])
    }

    @Test func missingUIDIsMade() async throws {
        let world = try World()
        let first = try await world.create(.make("a") { $0.uid = "" })
        let second = try await world.create(.make("b"))
        #expect(DataSourceUID.isValid(first.source.uid) && first.source.uid.utf8.count == 14)
        #expect(first.source.uid != second.source.uid)
    }

    @Test func missingNameIsMadeFromTheType() async throws {
        let world = try World()
        var names: [String] = []
        _ = try await world.create(.make("GRAPHITE-1", type: "graphite"))
        for name in [nil, "", nil] { names.append(try await world.create(.make(name, type: "graphite")).source.name) }
        #expect(names == ["graphite", "graphite-2", "graphite-3"])
    }

    @Test func namesAndUIDsAreUniqueInTheirOrganisation() async throws {
        let world = try World()
        _ = try await world.create(.make("a") { $0.uid = "u" })
        await #expect(throws: CatalogError.nameTaken) { _ = try await world.create(.make("a")) }
        await #expect(throws: CatalogError.uidTaken) { _ = try await world.create(.make("b") { $0.uid = "u" }) }
        _ = try await world.create(.make("A"))
        _ = try await world.service.create(.make("a") { $0.uid = "u" }, by: world.otherAdmin)
        #expect(world.store.rows.count == 3)
    }

    @Test func onlyOneSourceIsTheDefault() async throws {
        let world = try World()
        let first = try await world.create(.make("a") { $0.isDefault = true })
        let second = try await world.create(.make("b") { $0.isDefault = true })
        #expect(second.source.isDefault)
        #expect(try world.service.find(.id(first.source.id), by: world.admin).source.isDefault == false)
        #expect(try world.service.find(.id(first.source.id), by: world.admin).source.version == 1)
        let plain = try await world.create(.make("c"))
        #expect(!plain.source.isDefault)
    }

    // MARK: Organisations and roles

    @Test("A-006: another organisation's id is not there")
    func otherOrganisationsIDIsNotThere() async throws {
        let world = try World()
        let route = try await world.create(.make())
        let id = DataSourceReference.id(route.source.id)
        #expect(throws: CatalogError.notFound) { _ = try world.service.find(id, by: world.otherAdmin) }
        await #expect(throws: CatalogError.notFound) {
            _ = try await world.service.update(id, .make(url: "http://evil.test"), by: world.otherAdmin)
        }
        await #expect(throws: CatalogError.notFound) { _ = try await world.service.delete(id, by: world.otherAdmin) }
        #expect(world.store.rows.map(\.source) == [route.source])
        #expect(world.observations.count == 1)
    }

    @Test("A-008: another organisation's name and uid are not there")
    func otherOrganisationsNameIsNotThere() async throws {
        let world = try World()
        let route = try await world.create(.make())
        for reference in [DataSourceReference.name("prom"), .uid(route.source.uid)] {
            #expect(throws: CatalogError.notFound) { _ = try world.service.find(reference, by: world.otherAdmin) }
            await #expect(throws: CatalogError.notFound) {
                _ = try await world.service.delete(reference, by: world.otherAdmin)
            }
        }
        #expect(throws: CatalogError.notFound) {
            _ = try world.service.identifier(ofName: "prom", by: world.otherAdmin)
        }
        #expect(try world.service.list(by: world.otherAdmin).isEmpty)
    }

    @Test("A-007: one uid in two organisations keeps its own secret")
    func sameUIDInTwoOrganisations() async throws {
        let world = try World()
        for (identity, password) in [(world.admin, "one"), (world.otherAdmin, "two")] {
            _ = try await world.service.create(
                .make {
                    $0.uid = "same"
                    $0.basicAuth = true
                    $0.basicAuthUser = "u"
                    $0.secrets = [("basicAuthPassword", secret(password))]
                }, by: identity)
        }
        #expect(authorization(try world.service.find(.uid("same"), by: world.admin)) == "u:one")
        #expect(authorization(try world.service.find(.uid("same"), by: world.otherAdmin)) == "u:two")
    }

    @Test(arguments: [Role.none, .viewer, .editor])
    func writingNeedsAnAdmin(_ role: Role) async throws {
        let world = try World()
        let route = try await world.create(.make())
        let identity = Identity(subject: .user(9), login: "x", orgID: 1, role: role, isServerAdmin: true)
        // Decided before anything else is looked at: a broken change is still denied.
        await #expect(throws: denied(.datasourcesCreate)) {
            _ = try await world.service.create(DataSourceChange(), by: identity)
        }
        for id in [route.source.id, 99] {
            await #expect { _ = try await world.service.update(.id(id), DataSourceChange(), by: identity) } throws: {
                Self.isRefusal($0, .datasourcesWrite, isThere: id != 99, role)
            }
            await #expect { _ = try await world.service.delete(.id(id), by: identity) } throws: {
                Self.isRefusal($0, .datasourcesDelete, isThere: id != 99, role)
            }
        }
        if role == .none {
            #expect(throws: CatalogError.self) { _ = try world.service.list(by: identity) }
        } else {
            #expect(try world.service.list(by: identity).map(\.source) == [route.source])
        }
    }

    /// Denied where the source is there to be read; whoever has no role is not told whether it is.
    private static func isRefusal(_ error: any Error, _ action: Action, isThere: Bool, _ role: Role) -> Bool {
        switch error as? CatalogError {
        case .denied(let permission, _): (isThere || role == .none) && permission == Permission(action)
        case .notFound: !isThere && role != .none
        default: false
        }
    }

    @Test func idsBelowOneAreMissing() async throws {
        let world = try World()
        for id in [0, -1, Int64.min] {
            #expect(throws: CatalogError.missingID) { _ = try world.service.find(.id(id), by: world.admin) }
            await #expect(throws: CatalogError.missingID) {
                _ = try await world.service.delete(.id(id), by: world.admin)
            }
        }
    }

    @Test("A-015: a read-only source stays as it is by every identifier")
    func readOnlySourceStays() async throws {
        let world = try World()
        let route = try await world.create(.make())
        world.store.tamper { row in
            var source = row.source
            source.readOnly = true
            return StoredDataSource(source: source, secrets: row.secrets, revision: row.revision)
        }
        for reference in [DataSourceReference.id(route.source.id), .uid(route.source.uid), .name("prom")] {
            await #expect(throws: CatalogError.readOnly) {
                _ = try await world.service.update(reference, .make("x"), by: world.admin)
            }
            await #expect(throws: CatalogError.readOnly) {
                _ = try await world.service.delete(reference, by: world.admin)
            }
        }
        #expect(world.store.rows.map(\.source.name) == ["prom"])
    }

    @Test func deletedSourceIsGone() async throws {
        let world = try World()
        let route = try await world.create(.make())
        #expect(try await world.service.delete(.name("prom"), by: world.admin) == route.source.id)
        #expect(throws: CatalogError.notFound) { _ = try world.service.find(.id(route.source.id), by: world.admin) }
        await #expect(throws: CatalogError.notFound) {
            _ = try await world.service.delete(.id(route.source.id), by: world.admin)
        }
    }

    /// The pair that the source's Authorization line carries.
    private func authorization(_ route: Route) -> String? {
        guard case .ready(let edits) = route.credentials, let line = text(edits.authorization) else { return nil }
        let encoded = line.dropFirst("Authorization: Basic ".count).dropLast(1)
        return Base64.decode(Array(encoded.utf8).span).map { String(decoding: $0, as: UTF8.self) }
    }

    private func denied(_ action: Action) -> CatalogError {
        .denied(Permission(action), reason: "\(action.rawValue) needs the role Admin")
    }
}
