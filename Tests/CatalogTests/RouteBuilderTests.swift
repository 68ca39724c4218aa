import Bytes
import Catalog
import Crypto
import HTTP
import JSON
import Secrets
import Testing

@Suite struct RouteBuilderTests {
    private func route(
        _ source: DataSource, _ secrets: [String: String] = [:], sealedFor other: DataSource? = nil,
        revision: Int64 = 9
    ) throws -> Route {
        let keyring = try makeKeyring()
        let owner = other ?? source
        let sealed = try secrets.map { name, value in
            let context = SealContext(orgID: owner.orgID, sourceUID: owner.uid, field: name)
            return SealedField(name: name, value: try keyring.seal(secret(value), for: context), isEmpty: value.isEmpty)
        }
        let builder = RouteBuilder(keyring: keyring) { source, names in
            Array("\(source.name) \(names.joined(separator: ","))".utf8)
        }
        return builder.route(for: StoredDataSource(source: source, secrets: sealed, revision: revision))
    }

    private func edits(_ source: DataSource, _ secrets: [String: String] = [:]) throws -> RouteEdits {
        guard case .ready(let edits) = try route(source, secrets).credentials else {
            throw CatalogError.secretUnavailable
        }
        return edits
    }

    private func source(_ type: String = "graphite", _ edit: (inout DataSource) -> Void = { _ in }) -> DataSource {
        var source = DataSource(
            id: 1, uid: "p1", orgID: 1, name: "p", type: type, access: "proxy", url: "http://up.test/base")
        edit(&source)
        return source
    }

    @Test("calls count against the source as it was written, and those of a draft against none")
    func callsCountAgainstAVersion() throws {
        #expect(try route(source()).countedSource == SourceVersion(id: 1, orgID: 1, revision: 9))
        #expect(try route(source(), revision: 0).countedSource == nil)
    }

    @Test func basicAuthIsOneWholeLine() throws {
        let source = source {
            $0.basicAuth = true
            $0.basicAuthUser = "bu"
        }
        #expect(
            text(try edits(source, ["basicAuthPassword": "bp"]).authorization) == "Authorization: Basic YnU6YnA=\r\n")
        // S30: a password that was never stored is an empty one.
        #expect(text(try edits(source).authorization) == "Authorization: Basic YnU6\r\n")
        #expect(text(try edits(source, ["basicAuthPassword": ""]).authorization) == "Authorization: Basic YnU6\r\n")
    }

    @Test func fluxIsAskedWithAToken() throws {
        func flux(_ version: String) -> DataSource {
            source("influxdb") {
                $0.user = "iu"
                $0.jsonData = ["version": .string(version)]
            }
        }
        let token = ["token": "t:k/==", "password": "ip"]
        #expect(text(try edits(flux("Flux"), token).authorization) == "Authorization: Token t:k/==\r\n")
        #expect(text(try edits(flux("InfluxQL"), token).authorization) == "Authorization: Basic aXU6aXA=\r\n")
        #expect(text(try edits(flux("Flux"), ["password": "ip"]).authorization) == "Authorization: Basic aXU6aXA=\r\n")
        // A-059: what would be two lines is none.
        #expect(throws: CatalogError.self) { try edits(flux("Flux"), ["token": "a\r\nX-B: c"]) }
    }

    /// Recordings 07 and 17.
    @Test(
        arguments: [
            ("influxdb", "iu", "ip", "Basic aXU6aXA="),
            ("influxdb", "", "", "Basic Og=="),
            ("graphite", "iu", "ip", "Basic aXU6aXA="),
            ("acme-unknown-datasource", "iu", "ip", "Basic aXU6aXA="),
            ("graphite", "", "ip", nil),
            ("prometheus", "", "", nil),
        ] as [(String, String, String, String?)])
    func userAndPasswordAreSentByType(_ type: String, _ user: String, _ password: String, _ value: String?) throws {
        let edits = try edits(source(type) { $0.user = user }, ["password": password])
        #expect(text(edits.authorization) == value.map { "Authorization: \($0)\r\n" })
    }

    @Test func basicAuthGoesBeforeUser() throws {
        let source = source("influxdb") {
            $0.user = "iu"
            $0.basicAuth = true
            $0.basicAuthUser = "bu"
        }
        let edits = try edits(source, ["password": "ip", "basicAuthPassword": "bp"])
        #expect(text(edits.authorization) == "Authorization: Basic YnU6YnA=\r\n")
    }

    @Test func oldInfluxDBGetsPathAndQuery() throws {
        let source = source("influxdb_08") {
            $0.user = "i u"
            $0.database = "my site/ä"
        }
        let edits = try edits(source, ["password": "p&=+%"])
        #expect(text(edits.query) == "u=i+u&p=p%26%3D%2B%25")
        #expect(edits.pathPrefix.map { String(decoding: $0, as: UTF8.self) } == "db/my%20site%2F%C3%A4/")
        #expect(edits.authorization == nil)
        #expect(try self.edits(self.source(), [:]).query == nil)
        #expect(try self.edits(self.source(), [:]).pathPrefix == nil)
    }

    @Test("A-127: an old InfluxDB's database cannot leave its path", arguments: [".", ".."])
    func dotDatabaseIsUnusable(_ database: String) throws {
        guard case .unusable(.invalidURL) = try route(source("influxdb_08") { $0.database = database }).target else {
            Issue.record("usable")
            return
        }
    }

    @Test func customHeadersStopAtTheFirstGapAndSkipMissingValues() throws {
        let source = source {
            $0.jsonData = [
                "httpHeaderName1": "X-Api-Key", "httpHeaderName2": "X-Unset", "httpHeaderName3": "x-third",
                "httpHeaderName5": "X-Beyond",
            ]
        }
        let edits = try edits(
            source,
            ["httpHeaderValue1": "k1", "httpHeaderValue3": "k3", "httpHeaderValue5": "k5", "httpHeaderValue2": ""])
        #expect(text(edits.customFields) == "X-Api-Key: k1\r\nx-third: k3\r\n")
        #expect(edits.replacedNames.map { String(decoding: $0, as: UTF8.self) } == ["x-api-key", "x-third"])
        #expect(!edits.replacesAuthorization)
        #expect(edits.host == nil)
    }

    @Test func customAuthorizationReplacesTheSourcesOwn() throws {
        let source = source {
            $0.basicAuth = true
            $0.basicAuthUser = "bu"
            $0.jsonData = ["httpHeaderName1": "AUTHORIZATION", "httpHeaderName2": "Host"]
        }
        let edits = try edits(source, ["httpHeaderValue1": "Bearer x", "httpHeaderValue2": "other.test"])
        #expect(edits.authorization == nil)
        #expect(text(edits.customFields) == "AUTHORIZATION: Bearer x\r\n")
        #expect(text(edits.host) == "Host: other.test\r\n")
        #expect(edits.replacesAuthorization)
    }

    @Test("A-054, A-049: a secret that does not open shuts the route")
    func sealedForAnotherShutsTheRoute() throws {
        let source = source { $0.basicAuth = true }
        for other in [
            self.source { $0.orgID = 2 }, self.source { $0.uid = "p2" },
        ] {
            let route = try route(source, ["basicAuthPassword": "bp"], sealedFor: other)
            guard case .sealedShut = route.credentials else {
                Issue.record("opened a secret of another source")
                return
            }
        }
        // Even one that the call would not need.
        guard
            case .sealedShut = try route(source, ["unused": "x"], sealedFor: self.source { $0.uid = "p2" }).credentials
        else {
            Issue.record("a damaged secret went unnoticed")
            return
        }
    }

    @Test(
        "A-059: a header that cannot stand in a request is caught at injection, too",
        arguments: [
            ("X-A", "x\r\nX-Admin: 1"), ("X-A", "x\ny"), ("X-A", "x\u{0}y"), ("X-A", " x"), ("X-A", "x\t"),
            ("X A", "x"),
            ("X-A:", "x"), ("Content-Length", "5"), ("transfer-encoding", "chunked"), ("Connection", "x"),
            ("X-\u{212A}", "x"),
        ])
    func unusableHeaderShutsTheRoute(_ name: String, _ value: String) throws {
        let source = source { $0.jsonData = ["httpHeaderName1": .string(name)] }
        guard case .sealedShut = try route(source, ["httpHeaderValue1": value]).credentials else {
            Issue.record("\(name) was taken")
            return
        }
    }

    @Test(arguments: [
        ("graphite", "", UnusableTarget.noURL),
        ("graphite", "://nohost", .invalidURL),
        ("graphite", "http://user:pw@up.test", .invalidURL),
        ("graphite", "ftp://up.test", .unsupportedScheme),
        ("graphite", "http://0x7f000001/", .invalidURL),
        ("mysql", "db.test:3306", .unsupportedScheme),
        ("postgres", "db.test:5432", .unsupportedScheme),
    ])
    func unusableTargetsSayWhy(_ type: String, _ url: String, _ reason: UnusableTarget) throws {
        guard case .unusable(let why) = try route(source(type) { $0.url = url }).target else {
            Issue.record("usable")
            return
        }
        #expect(why == reason)
    }

    @Test func targetIsParsedOnce() throws {
        guard case .ready(let url) = try route(source { $0.url = "UP.test:9090/base?k=v" }).target else {
            Issue.record("unusable")
            return
        }
        #expect(url.origin == Origin(scheme: .http, host: "up.test", port: 9090))
    }

    @Test func answerAndNamesAreOfTheSecretsThatAreSet() throws {
        let route = try route(source(), ["b": "1", "a": "2", "empty": ""])
        #expect(route.secretNames == ["a", "b"])
        #expect(String(decoding: route.answer, as: UTF8.self) == "p a,b")
        #expect(route.revision == 9)
    }

    @Test func switchesComeFromJSONData() throws {
        let plain = try route(source())
        #expect(plain.allowsDSAuthorization && !plain.passesUnauthorized && !plain.sendsUserHeader)
        #expect(plain.timeoutMilliseconds == nil)
        let set = try route(
            source {
                $0.jsonData = [
                    "allowDSAuthorization": false, "passUnauthorized": true, "sendUserHeader": true, "timeout": 19,
                ]
            })
        #expect(!set.allowsDSAuthorization && set.passesUnauthorized && set.sendsUserHeader)
        #expect(set.timeoutMilliseconds == 19_000)
    }

    @Test(
        arguments: [
            (JSONValue.string("2"), 2000), (0, nil), (-1, nil), ("x", nil), (true, nil), ("inf", nil),
            ("1e300", 86_400_000),
            ("0.0001", 1), (.null, nil),
        ] as [(JSONValue, Int?)])
    func timeoutIsSecondsAboveZero(_ value: JSONValue, _ milliseconds: Int?) throws {
        #expect(try route(source { $0.jsonData = ["timeout": value] }).timeoutMilliseconds == milliseconds)
    }

    // MARK: TLS

    private func transport(
        _ jsonData: JSONValue = [:], _ secrets: [String: String] = [:], url: String = "https://up.test"
    ) throws -> RouteTransport {
        let source = source {
            $0.url = url
            $0.jsonData = jsonData
        }
        return try route(source, secrets).transport
    }

    @Test func theSchemeDecidesOnTLS() throws {
        guard case .plain = try transport(url: "http://up.test") else { return #expect(Bool(false)) }
        guard case .plain = try transport(["tlsSkipVerify": true], url: "up.test") else { return #expect(Bool(false)) }
        guard case .tls = try transport() else { return #expect(Bool(false)) }
    }

    @Test("A-249: a TLS switch is on only when it is the JSON true")
    func tlsSwitchesAreJSONBooleans() throws {
        for value: JSONValue in ["true", 1, false, .null, "", [:]] {
            #expect(try identity(["tlsSkipVerify": value]) == identity())
            #expect(try identity(["tlsAuth": value], ["tlsClientCert": "x", "tlsClientKey": "x"]) == identity())
            #expect(try identity(["tlsAuthWithCACert": value], ["tlsCACert": "nonsense"]) == identity())
        }
        #expect(try identity(["tlsSkipVerify": true]) != identity())
        #expect(try identity(["serverName": "x.test"]) != identity())
        #expect(try identity(["serverName": ""]) == identity())
    }

    private func identity(_ jsonData: JSONValue = [:], _ secrets: [String: String] = [:]) throws -> Digest256? {
        guard case .tls(let context) = try transport(jsonData, secrets) else { return nil }
        return context.identity
    }

    /// Recording 20: an authority that is switched on but was never given leaves the system's; anything else that is missing or
    /// cannot be read makes the source unusable.
    @Test(arguments: ["https://up.test", "http://up.test"])
    func materialThatCannotBeReadIsToldAtTheCall(_ url: String) throws {
        for (jsonData, secrets) in [
            (["tlsAuthWithCACert": true], ["tlsCACert": "nonsense"]),
            (["tlsAuth": true], [:]),
            (["tlsAuth": true], ["tlsClientCert": "x", "tlsClientKey": "x"]),
            (["tlsAuth": true], ["tlsClientCert": "x"]),
            (["tlsAuth": true], ["tlsClientKey": "x"]),
        ] as [(JSONValue, [String: String])] {
            guard case .unusable = try transport(jsonData, secrets, url: url) else { return #expect(Bool(false)) }
        }
        #expect(try identity(["tlsAuthWithCACert": true]) == identity())
    }

    @Test func routesWithEqualSettingsShareAContext() throws {
        let builder = RouteBuilder(keyring: try makeKeyring()) { _, _ in [] }
        func context(_ name: String, _ jsonData: JSONValue = [:]) -> TLSClientContext? {
            let source = source {
                $0.uid = name
                $0.url = "https://\(name).test"
                $0.jsonData = jsonData
            }
            let route = builder.route(for: StoredDataSource(source: source, secrets: [], revision: 1))
            guard case .tls(let context) = route.transport else { return nil }
            return context
        }
        let kept = context("a")
        #expect(kept != nil && kept === context("b") && kept !== context("a", ["tlsSkipVerify": true]))
        weak let gone = context("c", ["serverName": "c.test"])
        #expect(gone == nil)
    }
}
