import Access
import Catalog
import JSON
import Testing

@Suite struct DestinationBindingTests {
    private static let bound = CatalogConfiguration(bindsSecretsToDestination: true)

    /// A source with a password and a custom header.
    private func base(_ edit: (inout DataSourceChange) -> Void = { _ in }) -> DataSourceChange {
        .make {
            $0.basicAuth = true
            $0.basicAuthUser = "u"
            $0.jsonData = ["httpHeaderName1": "Authorization", "serverName": "up.test"]
            edit(&$0)
        }
    }

    private func make(_ world: World, _ edit: (inout DataSourceChange) -> Void = { _ in }) async throws -> Route {
        var change = base(edit)
        change.secrets = [("basicAuthPassword", secret("CANARY")), ("httpHeaderValue1", secret("CANARY-HDR"))]
        return try await world.create(change)
    }

    static let redirections: [(String, @Sendable (inout DataSourceChange) -> Void)] = [
        ("A-032: url", { $0.url = "http://evil.test:9090/base" }),
        ("A-032: scheme", { $0.url = "https://up.test:9090/base" }),
        ("A-032: port", { $0.url = "http://up.test:9091/base" }),
        ("access", { $0.access = "direct" }),
        ("type", { $0.type = "influxdb_08" }),
        (
            "A-035: tlsSkipVerify",
            { $0.jsonData = ["httpHeaderName1": "Authorization", "serverName": "up.test", "tlsSkipVerify": true] }
        ),
        ("A-035: serverName", { $0.jsonData = ["httpHeaderName1": "Authorization", "serverName": "evil.test"] }),
        ("A-035: serverName dropped", { $0.jsonData = ["httpHeaderName1": "Authorization"] }),
        (
            "A-035: CA",
            {
                $0.jsonData = ["httpHeaderName1": "Authorization", "serverName": "up.test", "tlsAuthWithCACert": true]
                $0.secrets = [("tlsCACert", secret("EVIL"))]
            }
        ),
    ]

    @Test(
        "A-032, A-035: bound secrets follow to no new destination until they are sent again",
        arguments: 0..<redirections.count)
    func boundSecretsDoNotFollow(_ index: Int) async throws {
        let (what, redirect) = Self.redirections[index]
        let world = try World(Self.bound)
        let route = try await make(world)
        await #expect(
            throws: CatalogError.bindingRequiresSecrets(fields: ["basicAuthPassword", "httpHeaderValue1"]), "\(what)"
        ) {
            _ = try await world.update(route, base(redirect))
        }
        #expect(world.store.rows[0].source == route.source)
        // Half of them is not enough, all of them are.
        var half = base(redirect)
        half.secrets.append(("httpHeaderValue1", secret("new")))
        await #expect(throws: CatalogError.bindingRequiresSecrets(fields: ["basicAuthPassword"]), "\(what)") {
            _ = try await world.update(route, half)
        }
        half.secrets.append(("basicAuthPassword", secret("new")))
        _ = try await world.update(route, half)
        #expect(!world.observations.contains { isRedirection($0) })
    }

    @Test("A-032, A-035: unbound secrets follow, and it is observed once", arguments: 0..<redirections.count)
    func unboundSecretsFollowAndAreObserved(_ index: Int) async throws {
        let (what, redirect) = Self.redirections[index]
        let world = try World()
        let route = try await make(world)
        _ = try await world.update(route, base(redirect))
        #expect(world.observations.filter { isRedirection($0) }.count == 1, "\(what)")
        _ = try await world.update(route, base(redirect))
        #expect(world.observations.filter { isRedirection($0) }.count == (what.hasSuffix("CA") ? 2 : 1), "\(what)")
    }

    @Test("A-038: a header's name is bound to its value")
    func renamedHeaderNeedsItsValue() async throws {
        let world = try World(Self.bound)
        let route = try await make(world)
        let renamed: JSONValue = ["httpHeaderName1": "X-Echo", "serverName": "up.test"]
        await #expect(throws: CatalogError.bindingRequiresSecrets(fields: ["httpHeaderValue1"])) {
            _ = try await world.update(route, base { $0.jsonData = renamed })
        }
        // Dropping the name sends the value nowhere; giving it another later does.
        _ = try await world.update(route, base { $0.jsonData = ["serverName": "up.test"] })
        await #expect(throws: CatalogError.bindingRequiresSecrets(fields: ["httpHeaderValue1"])) {
            _ = try await world.update(route, base { $0.jsonData = renamed })
        }
        _ = try await world.update(
            route,
            base {
                $0.jsonData = renamed
                $0.secrets = [("httpHeaderValue1", secret("new"))]
            })
        _ = try await world.update(
            route, base { $0.jsonData = ["httpHeaderName1": "x-echo", "serverName": "up.test"] })
    }

    @Test func sourceBindsItselfAndCannotBeUnboundQuietly() async throws {
        let world = try World()
        let json: JSONValue = ["bindSecretsToDestination": true]
        let route = try await make(world) { $0.jsonData = json }
        let needed = CatalogError.bindingRequiresSecrets(fields: ["basicAuthPassword", "httpHeaderValue1"])
        await #expect(throws: needed) {
            _ = try await world.update(
                route,
                base {
                    $0.jsonData = json
                    $0.url = "http://evil.test"
                })
        }
        await #expect(throws: needed) { _ = try await world.update(route, base { $0.jsonData = [:] }) }
        await #expect(throws: needed) {
            _ = try await world.update(route, base { $0.jsonData = ["bindSecretsToDestination": "true"] })
        }
        _ = try await world.update(route, base { $0.jsonData = json })
    }

    @Test func whatSendsNothingElsewhereIsFree() async throws {
        let world = try World(Self.bound)
        let route = try await make(world)
        let json: JSONValue = [
            "httpHeaderName1": "authorization", "serverName": "up.test", "tlsSkipVerify": false, "other": [1, 2],
        ]
        _ = try await world.update(
            route,
            base {
                $0.name = "renamed"
                $0.uid = "renamed"
                $0.user = "user"
                $0.basicAuthUser = "other"
                $0.basicAuth = false
                $0.isDefault = true
                $0.jsonData = json
            })
        // Without secrets a source may go anywhere.
        let free = try await world.create(.make("free"))
        _ = try await world.update(free, .make("free", url: "http://else.test"))
        #expect(!world.observations.contains { isRedirection($0) })
    }

    @Test func equivalentUnicodeFormsAreAnotherDestination() async throws {
        let world = try World(Self.bound)
        let route = try await make(world) { $0.type = "acme" }
        await #expect(throws: CatalogError.self) {
            _ = try await world.update(
                route,
                base {
                    $0.type = "acme"
                    $0.url = "http://up.test:9090/base\u{37E}"
                })
        }
    }

    @Test func observationNamesBothDestinationsWithoutCredentials() async throws {
        let world = try World()
        let route = try await make(world)
        world.store.tamper { row in
            var source = row.source
            source.url = "http://user:CANARY@up.test:9090/base?token=CANARY#x"
            return StoredDataSource(source: source, secrets: row.secrets, revision: row.revision)
        }
        _ = try await world.update(
            route,
            base {
                $0.url = "https://evil.test/x?k=CANARY"
                $0.jsonData = ["tlsSkipVerify": true]
            })
        let old = "http://up.test:9090/base type=prometheus access=proxy serverName=up.test headers=authorization"
        #expect(
            world.observations.last
                == .destinationChangedKeepingSecrets(
                    orgID: 1, uid: route.source.uid,
                    old: old, new: "https://evil.test/x type=prometheus access=proxy tlsSkipVerify", by: world.admin))
        #expect(!"\(world.observations)".contains("CANARY"))
    }

    private func isRedirection(_ observation: CatalogObservation) -> Bool {
        if case .destinationChangedKeepingSecrets = observation { return true }
        return false
    }
}
