import Access
import Catalog
import JSON
import Secrets
import Store
import Testing

/// What every engine must do. One body: `StoreUnderTest` names the engines.
@Suite struct StoreContractTests {
    // MARK: Data sources

    @Test(arguments: StoreUnderTest.allCases)
    func everyFieldComesBack(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let json = try JSONValue(
            parsing: Array(#"{"z":1.10,"a":{"n":1e400,"x":[null,true,"<\u0000é"]},"m":0.0000001}"#.utf8).span)
        let secrets = [Fixture.secret("password"), Fixture.secret("basicAuthPassword", [0, 255], isEmpty: true)]
        let inserted = try await store.insert(
            Fixture.source("a/b \u{0} ü", uid: "u1", jsonData: json), secrets: secrets)

        #expect(inserted.source.id > 0)
        #expect(inserted.secrets.map(\.name) == ["basicAuthPassword", "password"])
        #expect(try await store.dataSource(id: inserted.source.id, orgID: 1) == inserted)
        #expect(try await store.dataSource(uid: "u1", orgID: 1) == inserted)
        let found = try await store.dataSource(name: "a/b \u{0} ü", orgID: 1)
        #expect(found == inserted)
        #expect(found?.source.jsonData.objectValue?.members.map(\.key) == ["z", "a", "m"])
        #expect(found?.source.jsonData["z"]?.numberValue?.text == "1.10")
    }

    @Test(arguments: StoreUnderTest.allCases)
    func otherOrganizationsSourceIsNotThere(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let id = try await store.insert(Fixture.source("a", uid: "u"), secrets: []).source.id

        #expect(try await store.dataSource(id: id, orgID: 2) == nil)
        #expect(try await store.dataSource(uid: "u", orgID: 2) == nil)
        #expect(try await store.dataSource(name: "a", orgID: 2) == nil)
        await #expect(throws: StoreError.notFound) { try await store.delete(id: id, orgID: 2) }
        let moved = Fixture.changed(Fixture.source("a", orgID: 2)) { $0.id = id }
        await #expect(throws: StoreError.notFound) {
            _ = try await store.update(moved, secrets: [], ifRevision: 1)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func nameAndUIDAreUniqueInAnOrganization(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        _ = try await store.insert(Fixture.source("a", uid: "u"), secrets: [])

        await #expect(throws: StoreError.nameTaken) {
            _ = try await store.insert(Fixture.source("a", uid: "v"), secrets: [])
        }
        await #expect(throws: StoreError.uidTaken) {
            _ = try await store.insert(Fixture.source("b", uid: "u"), secrets: [])
        }
        _ = try await store.insert(Fixture.source("a", uid: "u", orgID: 2), secrets: [])
        _ = try await store.insert(Fixture.source("A", uid: "U"), secrets: [])
    }

    @Test("names are compared byte by byte", arguments: StoreUnderTest.allCases)
    func equivalentUnicodeIsAnotherName(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let kelvin = try await store.insert(Fixture.source("\u{212A}", uid: "k1"), secrets: [])
        let letter = try await store.insert(Fixture.source("K", uid: "k2"), secrets: [])

        #expect(try await store.dataSource(name: "\u{212A}", orgID: 1)?.source.id == kelvin.source.id)
        #expect(try await store.dataSource(name: "K", orgID: 1)?.source.id == letter.source.id)
    }

    @Test(arguments: StoreUnderTest.allCases)
    func updateReplacesRowAndSecrets(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let first = try await store.insert(
            Fixture.source("a"), secrets: [Fixture.secret("password"), Fixture.secret("token")])
        let change = Fixture.changed(first.source) {
            $0.name = "b"
            $0.url = ""
            $0.version = 7
        }
        let second = try await store.update(
            change, secrets: [Fixture.secret("password", [9])], ifRevision: first.revision)

        #expect(second.source == change)
        #expect(second.secrets == [Fixture.secret("password", [9])])
        #expect(second.revision > first.revision)
        #expect(try await store.dataSource(id: change.id, orgID: 1) == second)
    }

    @Test(arguments: StoreUnderTest.allCases)
    func updateOfAMovedRowSaysItsRevision(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let first = try await store.insert(Fixture.source("a"), secrets: [])
        let second = try await store.update(first.source, secrets: [], ifRevision: first.revision)

        await #expect(throws: StoreError.revisionMoved(current: second.revision)) {
            _ = try await store.update(first.source, secrets: [], ifRevision: first.revision)
        }
        #expect(try await store.dataSource(id: first.source.id, orgID: 1) == second)
    }

    @Test(arguments: StoreUnderTest.allCases)
    func updateMayNotTakeANameOrUID(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        _ = try await store.insert(Fixture.source("a", uid: "u"), secrets: [])
        let other = try await store.insert(Fixture.source("b", uid: "v"), secrets: [Fixture.secret("password")])
        let renamed = Fixture.changed(other.source) { $0.name = "a" }
        await #expect(throws: StoreError.nameTaken) {
            _ = try await store.update(renamed, secrets: [], ifRevision: other.revision)
        }
        let moved = Fixture.changed(other.source) { $0.uid = "u" }
        await #expect(throws: StoreError.uidTaken) {
            _ = try await store.update(moved, secrets: [], ifRevision: other.revision)
        }
        #expect(try await store.dataSource(id: other.source.id, orgID: 1) == other)
    }

    @Test(arguments: StoreUnderTest.allCases)
    func deletedIDsAreNotGivenAgain(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let first = try await store.insert(Fixture.source("a"), secrets: [Fixture.secret("password")])
        try await store.delete(id: first.source.id, orgID: 1)
        await #expect(throws: StoreError.notFound) { try await store.delete(id: first.source.id, orgID: 1) }
        let second = try await store.insert(Fixture.source("a"), secrets: [])

        #expect(second.source.id > first.source.id)
        #expect(second.secrets.isEmpty)
        #expect(try await store.dataSource(id: first.source.id, orgID: 1) == nil)
    }

    @Test(arguments: StoreUnderTest.allCases)
    func newDefaultUnsetsTheOldOneWithoutTouchingItsVersion(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let recorder = ChangeRecorder()
        let elsewhere = try await store.insert(Fixture.source("e", orgID: 2, isDefault: true), secrets: [])
        try await store.follow(since: elsewhere.revision, committed: recorder.record)
        let a = try await store.insert(Fixture.source("a", isDefault: true, version: 5), secrets: [])
        let b = try await store.insert(Fixture.source("b", isDefault: true), secrets: [])

        let unset = try #require(try await store.dataSource(id: a.source.id, orgID: 1))
        #expect(unset.source.isDefault == false)
        #expect(unset.source.version == 5)
        #expect(unset.revision > b.revision)
        #expect(
            recorder.calls == [
                ["source a r\(a.revision)"], ["source b r\(b.revision)", "source a r\(unset.revision)"],
            ])

        let back = Fixture.changed(unset.source) { $0.isDefault = true }
        _ = try await store.update(back, secrets: [], ifRevision: unset.revision)
        #expect(try await store.dataSource(id: b.source.id, orgID: 1)?.source.isDefault == false)
        #expect(try await store.dataSource(id: elsewhere.source.id, orgID: 2) == elsewhere)
    }

    @Test(arguments: StoreUnderTest.allCases)
    func refusedWriteLeavesNoTrace(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let first = try await store.insert(Fixture.source("a", isDefault: true), secrets: [])
        await #expect(throws: StoreError.nameTaken) {
            _ = try await store.insert(Fixture.source("a", uid: "v", isDefault: true), secrets: [Fixture.secret("s")])
        }

        #expect(try await store.changes(since: first.revision).isEmpty)
        #expect(try await store.load().revision == first.revision)
        #expect(try await store.dataSource(id: first.source.id, orgID: 1) == first)
    }

    // MARK: Tokens, users, keys

    @Test(arguments: StoreUnderTest.allCases)
    func tokensAreListedByIDAndDeletedOnce(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let z = try await store.insert(Fixture.token("z", expiresAt: 2_000_000_000))
        let a = try await store.insert(Fixture.token("a"))
        _ = try await store.insert(Fixture.token("a", orgID: 2))

        #expect(try await store.tokens(orgID: 1) == [z, a])
        await #expect(throws: StoreError.nameTaken) { _ = try await store.insert(Fixture.token("a")) }
        await #expect(throws: StoreError.notFound) { try await store.delete(tokenID: a.id, orgID: 2) }
        try await store.delete(tokenID: a.id, orgID: 1)
        await #expect(throws: StoreError.notFound) { try await store.delete(tokenID: a.id, orgID: 1) }
        #expect(try await store.tokens(orgID: 1) == [z])
    }

    @Test(arguments: StoreUnderTest.allCases)
    func firstAdminIsMadeOnce(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let hash = try Fixture.passwordHash()
        #expect(try await store.hasNoUsers())
        #expect(try await store.ensureAdmin(login: "admin", passwordHash: hash, now: 5))
        #expect(try await store.ensureAdmin(login: "root", passwordHash: hash, now: 5) == false)
        #expect(try await store.hasNoUsers() == false)

        let admin = try #require(try await store.user(login: "admin"))
        #expect(admin.isServerAdmin)
        #expect(admin.role == .admin)
        #expect(admin.orgID == 1)
        #expect(admin.passwordHash == hash)
        #expect(try await store.users() == [admin])
    }

    @Test(arguments: StoreUnderTest.allCases)
    func usersAreChangedByID(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let ann = try await store.insert(try Fixture.user("ann"))
        _ = try await store.insert(try Fixture.user("bob"))
        await #expect(throws: StoreError.nameTaken) { _ = try await store.insert(try Fixture.user("ann")) }
        await #expect(throws: StoreError.nameTaken) { _ = try await store.insert(try Fixture.user("ANN")) }
        let profile = UserProfile(login: "anna", email: "", name: "A")
        try await store.change(userID: ann.id, .profile(profile), at: 9)
        try await store.change(userID: ann.id, .disabled(true), at: 10)
        let changed = try #require(try await store.user(login: "Anna"))
        #expect(changed.id == ann.id && changed.name == "A" && changed.isDisabled && changed.updatedAt == 10)
        #expect(try await store.user(login: "ann") == nil)
        let taken = UserProfile(login: "x", email: "BOB@example.com", name: "")
        await #expect(throws: StoreError.nameTaken) { try await store.change(userID: ann.id, .profile(taken), at: 11) }
        await #expect(throws: StoreError.notFound) { try await store.change(userID: 99, .disabled(true), at: 1) }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func firstDataKeyCounts(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let first = DataKeyRecord(id: 1, wrapped: [1, 2], keyEncryptionKeyID: "k1", isActive: true)
        let late = DataKeyRecord(id: 1, wrapped: [3, 4], keyEncryptionKeyID: "k1", isActive: true)
        #expect(try await store.ensureDataKey(first) == [first])
        #expect(try await store.ensureDataKey(late) == [first])

        let retired = DataKeyRecord(id: 1, wrapped: [5], keyEncryptionKeyID: "k2", isActive: false)
        let next = DataKeyRecord(id: 2, wrapped: [6], keyEncryptionKeyID: "k2", isActive: true)
        try await store.save([retired, next])
        #expect(try await store.dataKeys() == [retired, next])
    }

    @Test(arguments: StoreUnderTest.allCases)
    func settingIsMadeOnce(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        #expect(try await store.ensureSetting("installation", "x") == "x")
        #expect(try await store.ensureSetting("installation", "y") == "x")
    }

    @Test(arguments: StoreUnderTest.allCases)
    func stateSurvivesReopening(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let before = try place.open()
        let source = try await before.insert(Fixture.source("a"), secrets: [Fixture.secret("password")])
        let token = try await before.insert(Fixture.token("t"))
        let user = try await before.insert(try Fixture.user("ann"))
        before.stop()
        await #expect(throws: StoreError.unavailable("the store is stopped")) { try await before.ping() }

        let after = try place.open()
        defer { after.stop() }
        let contents = try await after.load()
        #expect(contents.dataSources == [source])
        #expect(contents.tokens == [token])
        #expect(contents.users == [user])
        #expect(contents.revision >= source.revision)
        #expect(try await after.integrityProblems().isEmpty)
    }
}
