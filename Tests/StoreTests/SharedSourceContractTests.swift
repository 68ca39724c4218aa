import Access
import Catalog
import Secrets
import Store
import Testing

/// The server's own sources and their copies: what holds for every engine.
@Suite struct SharedSourceContractTests {
    private func withStore(_ engine: StoreUnderTest, _ body: (any StoreEngine) async throws -> Void) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        try await body(store)
    }

    private func original(_ store: any StoreEngine, _ name: String = "shared") async throws -> StoredDataSource {
        let secrets = [Fixture.secret("basicAuthPassword", [1]), Fixture.secret("httpHeaderValue1", [2])]
        return try await store.insert(Fixture.source(name, orgID: 0), secrets: secrets)
    }

    /// What an organisation sees, asked in every way.
    private func copy(_ orgID: Int64, _ store: any StoreEngine) async throws -> StoredDataSource? {
        let found = try await store.dataSource(uid: "uid-shared", orgID: orgID)
        #expect(try await store.dataSource(name: "shared", orgID: orgID) == found)
        #expect(try await store.load().dataSources.first { $0.source.orgID == orgID } == found)
        return found
    }

    @Test(arguments: StoreUnderTest.allCases)
    func aSharedSourceIsARowOfEachOrganization(_ engine: StoreUnderTest) async throws {
        try await withStore(engine) { store in
            let original = try await original(store)
            let own = Fixture.secret("httpHeaderValue1", [9])
            try await store.share(sourceID: original.source.id, everywhere: false, with: [1: nil, 2: [own]])
            let (one, two) = (try #require(try await copy(1, store)), try #require(try await copy(2, store)))
            #expect(Set([original.source.id, one.source.id, two.source.id]).count == 3)
            for copy in [one, two] {
                #expect(copy.source.readOnly && !copy.source.isDefault && copy.grants == .standard)
                #expect(copy.source.url == original.source.url && copy.source.jsonData == original.source.jsonData)
                #expect(copy.secretNames == ["basicAuthPassword", "httpHeaderValue1"])
                #expect(copy.secrets[0].value == original.secrets[0].value)
                #expect(
                    copy.secrets[0].context
                        == SealContext(orgID: 0, sourceUID: "uid-shared", field: "basicAuthPassword"))
            }
            #expect(one.secrets[1].value == original.secrets[1].value)
            #expect(two.secrets[1] == own)
            let shares = try #require(try await store.shares(sourceID: original.source.id))
            #expect(
                shares
                    == SourceShares(
                        isEverywhere: false,
                        copies: [
                            SourceShares.Copy(orgID: 1, sourceID: one.source.id, secretNames: []),
                            SourceShares.Copy(orgID: 2, sourceID: two.source.id, secretNames: ["httpHeaderValue1"]),
                        ]))
            #expect(try await store.load().organizations.map(\.id) == [1, 2])
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func aChangeReachesEveryCopyInOneCommit(_ engine: StoreUnderTest) async throws {
        try await withStore(engine) { store in
            let original = try await original(store)
            try await store.share(sourceID: original.source.id, everywhere: true, with: [:])
            let ids = try await store.load().dataSources.map(\.source.id)
            let recorder = ChangeRecorder()
            try await store.follow(since: store.load().revision, committed: recorder.record)
            let moved = Fixture.changed(original.source) {
                $0.url = "http://elsewhere.test"
                $0.isDefault = true
            }
            _ = try await store.update(
                moved, secrets: [Fixture.secret("password", [7])], ifRevision: original.revision)
            #expect(recorder.calls.count == 1 && recorder.changes.count == 3)
            for orgID: Int64 in [1, 2] {
                let copy = try #require(try await copy(orgID, store))
                #expect(copy.source.url == "http://elsewhere.test" && !copy.source.isDefault && copy.source.readOnly)
                #expect(copy.secretNames == ["password"])
            }
            #expect(try await store.load().dataSources.map(\.source.id) == ids)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func everywhereIsAlsoWhereNobodyWasYet(_ engine: StoreUnderTest) async throws {
        try await withStore(engine) { store in
            let original = try await original(store)
            try await store.share(sourceID: original.source.id, everywhere: true, with: [:])
            let made = try await store.insert(organization: "Three", firstAdmin: nil)
            #expect(try await copy(made.id, store)?.source.readOnly == true)
            try await store.ensureOrganization(id: 9, name: "Nine")
            #expect(try await copy(9, store) != nil)
            try await store.delete(organizationID: 9)
            #expect(try await store.shares(sourceID: original.source.id)?.copies.map(\.orgID) == [1, 2, made.id])
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func whatIsNotNamedAnyMoreLosesItsCopy(_ engine: StoreUnderTest) async throws {
        try await withStore(engine) { store in
            let original = try await original(store)
            let id = original.source.id
            let own = Fixture.secret("httpHeaderValue1", [9])
            try await store.share(sourceID: id, everywhere: false, with: [1: [own], 2: [own]])
            let kept = try #require(try await copy(1, store))
            try await store.share(sourceID: id, everywhere: false, with: [1: nil])
            #expect(try await copy(1, store)?.secrets == kept.secrets)
            #expect(try await copy(1, store)?.source.id == kept.source.id)
            #expect(try await copy(2, store) == nil)
            try await store.share(sourceID: id, everywhere: false, with: [1: []])
            #expect(try await copy(1, store)?.secrets.contains(own) == false)
            try await store.delete(id: id, orgID: 0)
            #expect(try await store.load().dataSources.isEmpty)
            #expect(try await store.shares(sourceID: id) == nil)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func whatIsTakenInOneOrganizationRefusesAll(_ engine: StoreUnderTest) async throws {
        try await withStore(engine) { store in
            let original = try await original(store)
            _ = try await store.insert(Fixture.source("shared", uid: "other", orgID: 2), secrets: [])
            await #expect(throws: StoreError.nameTaken) {
                try await store.share(sourceID: original.source.id, everywhere: true, with: [:])
            }
            #expect(
                try await store.shares(sourceID: original.source.id) == SourceShares(isEverywhere: false, copies: []))
            try await store.share(sourceID: original.source.id, everywhere: false, with: [1: nil])
            await #expect(throws: StoreError.uidTaken) {
                _ = try await store.insert(Fixture.source("x", uid: "uid-shared"), secrets: [])
            }
            let local = try await store.insert(Fixture.source("local"), secrets: [])
            let renamed = Fixture.changed(original.source) { $0.name = "local" }
            await #expect(throws: StoreError.nameTaken) {
                _ = try await store.update(renamed, secrets: [], ifRevision: original.revision)
            }
            await #expect(throws: StoreError.notFound) {
                try await store.share(sourceID: local.source.id, everywhere: true, with: [:])
            }
            await #expect(throws: StoreError.notFound) {
                try await store.share(sourceID: original.source.id, everywhere: false, with: [99: nil])
            }
            #expect(try await store.shares(sourceID: original.source.id)?.copies.map(\.orgID) == [1])
        }
    }
}
