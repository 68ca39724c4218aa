import Access
import Bytes
import Catalog
import Crypto
import JSON
import Testing

@Suite struct CatalogUpdateTests {
    @Test func holesKeepTheOldValueAndTheRestIsCleared() async throws {
        let world = try World()
        let old = try await world.create(
            .make("a", type: "cloudwatch", url: "http://old.test") {
                $0.user = "user"
                $0.database = "db"
                $0.basicAuth = true
                $0.basicAuthUser = "bu"
                $0.withCredentials = true
                $0.isDefault = true
                $0.jsonData = ["a": 1]
            })
        let new = try await world.update(old, .make("b", type: "cloudwatch", url: nil)).source
        #expect(new.url == "http://old.test" && new.database == "db" && new.basicAuthUser == "bu")
        #expect(new.uid == old.source.uid && new.id == old.source.id && new.createdAt == old.source.createdAt)
        #expect(new.name == "b" && new.user.isEmpty && new.jsonData == [:])
        #expect(!new.basicAuth && !new.withCredentials && !new.isDefault)
    }

    @Test func typeThatNeedsAURLMustBeGivenOne() async throws {
        let world = try World()
        let old = try await world.create(.make())
        for url in [nil, ""] {
            await #expect(throws: CatalogError.invalidURL) { _ = try await world.update(old, .make(url: url)) }
        }
        // A create without one is taken, for every type.
        _ = try await world.create(.make("x", url: nil))
    }

    @Test func requestIsJudgedBeforeTheSourceIsLookedFor() async throws {
        let world = try World()
        for change in [DataSourceChange.make(url: "://x"), .make { $0.uid = "a/b" }, .make(nil)] {
            do {
                _ = try await world.service.update(.id(99), change, by: world.admin)
                Issue.record("taken")
            } catch {
                #expect(error != .notFound)
            }
        }
        await #expect(throws: CatalogError.notFound) {
            _ = try await world.service.update(.id(99), .make(), by: world.admin)
        }
    }

    // MARK: Versions

    @Test func versionFollowsGrafanasRuleAndNeverGoesBack() async throws {
        let world = try World()
        let route = try await world.create(.make())
        var versions: [Int64] = []
        for sent: Int64? in [nil, 0, 1, 2, nil, 900, 901] {
            versions.append(try await world.update(route, .make { $0.version = sent }).source.version)
        }
        #expect(versions == [1, 1, 2, 3, 3, 901, 902])
        for stale: Int64 in [901, 1, -1, .min] {
            await #expect(throws: CatalogError.staleVersion) {
                _ = try await world.update(route, .make("stale") { $0.version = stale })
            }
        }
        await #expect(throws: CatalogError.self) { _ = try await world.update(route, .make { $0.version = .max }) }
        let now = try world.service.find(.id(1), by: world.admin).source
        #expect(now.version == 902 && now.name == "prom")
    }

    @Test func strictCheckTakesTheRevisionSeen() async throws {
        let world = try World()
        let route = try await world.create(.make())
        let second = try await world.update(route, ifMatch: route.revision, .make("b"))
        // The version stayed, the revision did not: a check by version would have let this through.
        #expect(second.source.version == route.source.version)
        await #expect(throws: CatalogError.revisionMoved(current: second.revision)) {
            _ = try await world.update(route, ifMatch: route.revision, .make("c"))
        }
    }

    @Test func fasterWriterIsBuiltOnUnlessTheCallerAskedToBeTold() async throws {
        let world = try World()
        let route = try await world.create(.make { $0.secrets = [("password", secret("one"))] })
        let interfere: @Sendable (inout MemoryStore.State) -> Void = { state in
            var source = state.rows[0].source
            source.database = "from somebody else"
            _ = MemoryStore.write(source, state.rows[0].secrets, into: &state)
        }
        world.store.state.withLock { $0.beforeUpdate = interfere }
        let saved = try await world.update(route, .make("b"))
        #expect(saved.source.name == "b" && saved.source.database == "from somebody else")
        world.store.state.withLock { $0.beforeUpdate = interfere }
        await #expect(throws: CatalogError.self) {
            _ = try await world.update(route, ifMatch: saved.revision, .make("c"))
        }
        #expect(world.store.rows[0].source.name == "b")
    }

    @Test func versionSentIsJudgedAnewWhenSomebodyWasFaster() async throws {
        let world = try World()
        let route = try await world.create(.make())
        world.store.state.withLock { state in
            state.beforeUpdate = { state in
                var source = state.rows[0].source
                source.version = 2
                _ = MemoryStore.write(source, [], into: &state)
            }
        }
        await #expect(throws: CatalogError.staleVersion) {
            _ = try await world.update(route, .make("b") { $0.version = 1 })
        }
    }

    // MARK: Secrets

    @Test func secretsAreMergedByName() async throws {
        let world = try World()
        let route = try await world.create(
            .make { $0.secrets = [("basicAuthPassword", secret("one")), ("password", secret("two"))] })
        #expect(route.secretNames == ["basicAuthPassword", "password"])
        var next = try await world.update(route, .make())
        #expect(next.secretNames == ["basicAuthPassword", "password"])
        next = try await world.update(
            route,
            .make {
                $0.secrets = [("httpHeaderValue1", secret("x")), ("password", secret("a")), ("password", secret("b"))]
            })
        #expect(next.secretNames == ["basicAuthPassword", "httpHeaderValue1", "password"])
        #expect(world.store.rows[0].secrets.count == 3)
        next = try await world.update(route, .make { $0.secrets = [("password", secret(""))] })
        #expect(next.secretNames == ["basicAuthPassword", "httpHeaderValue1"])
        #expect(world.store.rows[0].secrets.first { $0.name == "password" }?.isEmpty == true)
    }

    @Test("A-049: a new uid seals every secret anew, and the old seal opens for nobody else")
    func newUIDSealsAnew() async throws {
        let world = try World()
        let change = DataSourceChange.make {
            $0.basicAuth = true
            $0.basicAuthUser = "u"
        }
        var first = change
        first.secrets = [("basicAuthPassword", secret("one")), ("unused", secret("two"))]
        let route = try await world.create(first)
        let before = world.store.rows[0].secrets
        var second = change
        second.uid = "chg-1"
        let moved = try await world.update(route, second)
        #expect(moved.source.uid == "chg-1" && moved.secretNames == ["basicAuthPassword", "unused"])
        guard case .ready(let edits) = moved.credentials else {
            Issue.record("shut after the move")
            return
        }
        #expect(text(edits.authorization) == "Authorization: Basic dTpvbmU=\r\n")
        let after = world.store.rows[0].secrets
        #expect(before.allSatisfy { old in !after.contains { $0.value == old.value } })
        #expect(throws: CatalogError.notFound) {
            _ = try world.service.find(.uid(route.source.uid), by: world.admin)
        }
        // The old seals put back: they no longer belong here.
        world.store.tamper { StoredDataSource(source: $0.source, secrets: before, revision: $0.revision + 1) }
        guard case .sealedShut = try world.service.find(.uid("chg-1"), by: world.admin).credentials else {
            Issue.record("a seal for another uid opened")
            return
        }
        await #expect(throws: CatalogError.secretUnavailable) {
            _ = try await world.update(moved, .make { $0.uid = "chg-2" })
        }
        #expect(world.store.rows[0].source.uid == "chg-1")
    }

    @Test func uidOfAnotherSourceIsTaken() async throws {
        let world = try World()
        _ = try await world.create(.make("a") { $0.uid = "u1" })
        let second = try await world.create(.make("b") { $0.uid = "u2" })
        await #expect(throws: CatalogError.uidTaken) {
            _ = try await world.update(second, .make("b") { $0.uid = "u1" })
        }
        await #expect(throws: CatalogError.nameTaken) { _ = try await world.update(second, .make("a")) }
    }

    @Test("A-058, A-060: values from the API are literal")
    func valuesAreLiteral() async throws {
        let world = try World()
        for value in ["********", "[REDACTED]", "$__file{/etc/shadow}", "$__env{HEADGATE_KEY}", "${HEADGATE_KEY}"] {
            let route = try await world.create(
                .make(value, type: "graphite") {
                    $0.basicAuth = true
                    $0.basicAuthUser = value
                    $0.jsonData = ["x": .string(value)]
                    $0.secrets = [("basicAuthPassword", secret(value))]
                })
            #expect(route.source.name == value && route.source.jsonData == ["x": .string(value)])
            guard case .ready(let edits) = route.credentials else {
                Issue.record("shut")
                return
            }
            let pair = Base64.encode("\(value):\(value)".utf8.span)
            #expect(text(edits.authorization) == "Authorization: Basic \(pair)\r\n")
        }
    }
}
