import Access
import Catalog
import JSON
import Testing

@Suite struct DataSourceRulesTests {
    private typealias Edit = @Sendable (inout DataSourceChange) -> Void

    private func refusal(
        _ edit: Edit, _ configuration: CatalogConfiguration = CatalogConfiguration()
    ) async throws -> CatalogError? {
        let world = try World(configuration)
        do throws(CatalogError) {
            _ = try await world.service.create(.make("name", type: "graphite", edit), by: world.admin)
            return nil
        } catch {
            #expect(world.store.rows.isEmpty)
            return error
        }
    }

    @Test func typeAndAccessAreRequired() async throws {
        for value in [nil, ""] {
            #expect(try await refusal { $0.type = value } == .invalidField(name: "type", problem: "is missing"))
            #expect(try await refusal { $0.access = value } == .invalidField(name: "access", problem: "is missing"))
        }
        #expect(try await refusal { $0.access = "anything" } == nil)
        #expect(try await refusal { $0.type = "acme-unknown-datasource" } == nil)
    }

    @Test func updateNeedsAName() async throws {
        let world = try World()
        let route = try await world.create(.make())
        for name in [nil, ""] {
            await #expect(throws: CatalogError.invalidField(name: "name", problem: "is missing")) {
                _ = try await world.update(route, .make(name))
            }
        }
    }

    @Test(arguments: [
        ("a/b c", true), ("Größe 数据", true), ("  ", true), ("*", true), (String(repeating: "x", count: 190), true),
        (String(repeating: "x", count: 191), false), (String(repeating: "ä", count: 96), false), ("a\u{0}", false),
        ("a\nb", false), ("\u{7F}", false),
    ])
    func namesAreUpTo190BytesWithoutControls(_ name: String, _ isValid: Bool) async throws {
        #expect(try await refusal { $0.name = name } == (isValid ? nil : .invalidName))
    }

    @Test(
        "A-011: uids are plain words, and no word is special",
        arguments: [
            ("my-uid_1", true), ("1", true), ("uid", true), ("id", true), ("name", true), ("proxy", true), ("-", true),
            (String(repeating: "a", count: 40), true), (String(repeating: "a", count: 41), false), ("*", false),
            (".", false),
            ("..", false), ("a/b", false), ("%2f", false), ("a b", false), ("ä", false), ("a\u{0}", false),
            ("K\u{212A}", false),
        ])
    func uidsAreLettersDigitsHyphensUnderscores(_ uid: String, _ isValid: Bool) async throws {
        #expect(try await refusal { $0.uid = uid } == (isValid ? nil : .invalidUID))
    }

    @Test("A-011: a source called by a route's word is one row", arguments: ["uid", "id", "name", "proxy", "1"])
    func specialWordsAddressOneRow(_ word: String) async throws {
        let world = try World()
        let other = try await world.create(.make("other") { $0.uid = "other" })
        let route = try await world.create(.make(word) { $0.uid = word })
        #expect(try world.service.find(.uid(word), by: world.admin).source.id == route.source.id)
        _ = try await world.service.delete(.uid(word), by: world.admin)
        #expect(try world.service.list(by: world.admin).map(\.source.id) == [other.source.id])
    }

    @Test(arguments: [
        ("graphite", "localhost:5432", true), ("graphite", "http://h/base?x=1", true), ("graphite", "HTTPS://H", true),
        ("graphite", "://nohost", false), ("graphite", "http://a\u{7F}b/", false), ("graphite", "invalid:url", false),
        ("graphite", "   ", false), ("graphite", "ftp://h", false), ("graphite", "file:///etc/passwd", false),
        ("graphite", "http://h\u{3002}corp", false), ("graphite", "http://2852039166/", false),
        ("graphite", "http://" + String(repeating: "a", count: 2048), false),
        ("acme", "localhost:1", true), ("acme", "mongodb://h:27017/db", true), ("acme", "mongodb://u:p@h", false),
        ("acme", "weird://a b", false), ("acme", "http://u@h", false),
        ("postgres", "127.0.0.1:5432", true), ("postgres", "/var/run/postgresql", true), ("mysql", "[::1]:3306", true),
        ("mysql", "[::1]", true), ("mysql", "db", true), ("mysql", "db:port", false), ("mysql", "u:p@db:3306", false),
        ("mysql", "db\n", false),
        ("mssql", "localhost\\instance:1433", true), ("mssql", "localhost\\instance::1433", false),
        ("mssql", "h:1433;Encrypt=true", true), ("mssql", "u@h", false), ("mssql", ":1433", false),
    ])
    func urlsAreHeldToTheirTypesRules(_ type: String, _ url: String, _ isValid: Bool) async throws {
        let result = try await refusal {
            $0.type = type
            $0.url = url
        }
        #expect(result == (isValid ? nil : .invalidURL), "\(type) \(url)")
    }

    @Test(
        "A-042: no credentials where everybody reads",
        arguments: [
            "password", "basicAuthPassword", "httpHeaderValue1", "httpHeaderValue99", "HTTPHEADERVALUE1",
            "tlsClientKey", "Password",
        ])
    func secretsInPlainJSONDataAreRefused(_ key: String) async throws {
        let expected = CatalogError.invalidField(name: "jsonData.\(key)", problem: "belongs into secureJsonData")
        #expect(try await refusal { $0.jsonData = .object([:]).with(key, "CANARY") } == expected)
        #expect(try await refusal { $0.jsonData = .object([:]).with(key, "") } == nil)
        #expect(!"\(expected)".contains("CANARY"))
    }

    @Test(
        "A-042: userinfo in a url is refused",
        arguments: ["https://user:CANARY@host", "http://user@host", "user:pw@host"])
    func userinfoIsRefused(_ url: String) async throws {
        #expect(try await refusal { $0.url = url } == .invalidURL)
    }

    @Test(
        "A-060, A-094: no field of the API names a file of the server",
        arguments: [
            "tlsCACertFile", "tlsClientCertFile", "tlsClientKeyFile", "sslRootCertFile", "sslCertFile", "sslKeyFile",
        ])
    func fileNamesAreRefused(_ key: String) async throws {
        let error = try await refusal { $0.jsonData = .object([:]).with(key, "/etc/shadow") }
        #expect(error == .invalidField(name: "jsonData.\(key)", problem: "names a file, which the API may not"))
    }

    @Test(
        "A-059: a header value without line breaks, NUL and outer spaces",
        arguments: ["x\r\nX-Admin: 1", "x\nfoo", "x\u{0}y", " x", "x ", "\tx", "x\u{1}", "x\u{7F}"])
    func headerValuesAreChecked(_ value: String) async throws {
        let error = try await refusal { $0.secrets = [("httpHeaderValue1", secret(value))] }
        guard case .invalidField("secureJsonData.httpHeaderValue1", _) = error else {
            Issue.record("taken: \(value)")
            return
        }
        // A password is sent in base64, where these bytes do no harm.
        #expect(try await refusal { $0.secrets = [("basicAuthPassword", secret(value))] } == nil)
    }

    @Test("A-059: users without colon and control bytes", arguments: ["a:b", "a\r\nb", "\u{0}"])
    func usersAreChecked(_ user: String) async throws {
        #expect(try await refusal { $0.basicAuthUser = user } != nil)
        #expect(try await refusal { $0.user = user } != nil)
        let isText = !user.contains("\r\n") && !user.contains("\u{0}")
        let result = try await refusal {
            $0.type = "mysql"
            $0.url = "db:3306"
            $0.user = user
        }
        #expect((result == nil) == isText)
    }

    @Test(arguments: [
        ("X-Api-Key", true), ("Authorization", true), ("Host", true), ("Cookie", true), ("X-Scope-OrgID", true),
        ("Connection", false), ("keep-alive", false), ("Content-Length", false), ("TRANSFER-ENCODING", false),
        ("TE", false),
        ("Trailer", false), ("Upgrade", false), ("Proxy-Authorization", false), ("Expect", false), ("X A", false),
        ("X:A", false), ("X\r\nA", false), ("Ä", false), (String(repeating: "x", count: 129), false),
    ])
    func customHeaderNamesAreFieldNamesThatMayBeSet(_ name: String, _ isValid: Bool) async throws {
        let error = try await refusal {
            $0.jsonData = ["httpHeaderName1": "X-First", "httpHeaderName2": .string(name)]
        }
        #expect((error == nil) == isValid, "\(name)")
    }

    @Test("A-022: a header that logs its sender in is forbidden by configuration")
    func configuredHeaderNamesAreForbidden() async throws {
        let configuration = CatalogConfiguration(forbiddenHeaderNames: ["x-webauth-user"])
        #expect(try await refusal({ $0.jsonData = ["httpHeaderName1": "X-WEBAUTH-USER"] }, configuration) != nil)
        #expect(try await refusal { $0.jsonData = ["httpHeaderName1": "X-WEBAUTH-USER"] } == nil)
    }

    @Test("A-170: jsonData is kept up to one mebibyte") func jsonDataIsKeptUpToOneMebibyte() async throws {
        let room = (1 << 20) - "{\"a\":\"\"}".utf8.count
        #expect(try await refusal { $0.jsonData = ["a": .string(String(repeating: "x", count: room))] } == nil)
        #expect(try await refusal { $0.jsonData = ["a": .string(String(repeating: "x", count: room + 1))] } != nil)
        #expect(try await refusal { $0.jsonData = "any text" } == nil)
        #expect(try await refusal { $0.jsonData = [1, 2] } == nil)
    }

    @Test func hundredCustomHeadersAreEnough() async throws {
        @Sendable func headers(_ count: Int) -> JSONValue {
            let members = (1...count).map { JSONObject.Member(key: "httpHeaderName\($0)", value: .string("X-\($0)")) }
            return .object(JSONObject(members: members))
        }
        #expect(try await refusal { $0.jsonData = headers(100) } == nil)
        #expect(try await refusal { $0.jsonData = headers(101) } != nil)
    }

    @Test func textsAndSecretNamesAreBounded() async throws {
        let long = String(repeating: "x", count: 256)
        #expect(try await refusal { $0.user = long } != nil)
        #expect(try await refusal { $0.database = long } != nil)
        #expect(try await refusal { $0.type = long } != nil)
        #expect(try await refusal { $0.secrets = [("", secret("x"))] } != nil)
        #expect(try await refusal { $0.secrets = [(long, secret("x"))] } != nil)
        #expect(try await refusal { $0.secrets = (0...256).map { ("k\($0)", secret("x")) } } != nil)
    }

    @Test func versionAndServersFieldsOfACreateAreIgnored() async throws {
        let world = try World()
        let route = try await world.create(.make { $0.version = 900 })
        #expect(route.source.version == 1)
    }
}

extension JSONValue {
    fileprivate func with(_ key: String, _ value: JSONValue) -> JSONValue {
        guard case .object(var object) = self else { return self }
        object[key] = value
        return .object(object)
    }
}
