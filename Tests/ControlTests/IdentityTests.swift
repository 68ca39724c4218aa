import Access
import Crypto
import JSON
import Testing

@testable import Control

/// Who is asking: every form of credential, and that nothing else counts.
@Suite struct IdentityTests {
    let house: ControlHarness

    init() throws { house = try ControlHarness() }

    private func list(_ fields: [String]) async throws -> Answer {
        try await house.send("GET /api/datasources", as: .nobody, fields: fields)
    }

    private func basic(_ pair: String) -> String { "Basic " + Base64.encode(pair.utf8.span) }

    @Test func bothShapesOfTokenAreTaken() async throws {
        #expect(house.token(.admin).hasPrefix("eyJrIjoi"))
        #expect(house.token(.editor).hasPrefix("glsa_"))
        for caller in [ControlHarness.Caller.admin, .editor] {
            #expect(try await list(["Authorization: Bearer \(house.token(caller))"]).status == 200)
            #expect(try await list(["Authorization: \(basic("api_key:" + house.token(caller)))"]).status == 200)
        }
    }

    @Test func aPasswordIsTakenAndRemembered() async throws {
        let field = "Authorization: \(basic("admin:" + ControlHarness.password))"
        #expect(try await list([field]).status == 200)
        #expect(try await list([field]).status == 200)
    }

    @Test(arguments: [
        ("Bearer not-a-token", "Invalid API key", "api-key.invalid"),
        ("Bearer eyJrIjoiT0tTcG1pUlY2RnVKZTFVaDFsNFZXdE9ZWmNrMkZYbk", "Invalid API key", "api-key.invalid"),
        ("Basic YWRtaW46d3Jvbmc=", "Invalid username or password", "password-auth.failed"),
        ("Basic bm9ib2R5Ondyb25n", "Invalid username or password", "password-auth.failed"),
        ("Basic YXBpX2tleTp3cm9uZw==", "Invalid API key", "api-key.invalid"),
        ("bearer x", "Invalid Basic Auth Header", "basic-auth.invalid-header"),
        ("Digest x", "Invalid Basic Auth Header", "basic-auth.invalid-header"),
        ("Basic %%%", "Invalid Basic Auth Header", "basic-auth.invalid-header"),
    ])
    func aWrongCredentialHasItsText(value: String, message: String, messageID: String) async throws {
        let answer = try await list(["Authorization: \(value)"])
        #expect(answer.status == 401)
        #expect(answer.message == message)
        #expect(answer.json?["messageId"]?.stringValue == messageID)
        #expect(answer.json?["statusCode"] == 401)
        #expect(answer.json?["extra"] == .null)
        #expect(answer.json?["traceID"] == "")
    }

    @Test func noCredentialIsUnauthorized() async throws {
        let answer = try await list([])
        #expect(answer.status == 401)
        #expect(
            answer.text == """
                {"extra":null,"message":"Unauthorized","messageId":"auth.unauthorized","statusCode":401,"traceID":""}
                """)
        #expect(answer.field("Content-Type") == "application/json")
    }

    @Test(
        "A-024: odd Authorization fields are 401 with one challenge",
        arguments: [
            "", "Bearer", "Bearer ", "bearer null", "Basic Og==", "Basic", "Bearer a, Bearer b", "Bearer\tx",
            "Negotiate", ":",
            "Basic OnB3", "Basic YWRtaW46",
        ])
    func oddFieldsAreRefused(value: String) async throws {
        let answer = try await list(["Authorization: \(value)"])
        #expect(answer.status == 401)
        #expect(answer.fields.filter { $0.name == "WWW-Authenticate" }.map(\.value) == ["Bearer realm=\"headgate\""])
    }

    @Test("A-024: a head with two Authorization fields never gets here, whichever is right")
    func twoFieldsAreRefused() async throws {
        let right = "Authorization: Bearer \(house.token(.admin))"
        let wrong = "authorization: Bearer wrong"
        for fields in [[right, wrong], [wrong, right], [right, right]] {
            await #expect(throws: ControlHarness.UnreadableHead.self) { try await list(fields) }
        }
    }

    @Test("A-024: a token of a mebibyte is refused")
    func aHugeTokenIsRefused() async throws {
        #expect(try await list(["Authorization: Bearer " + String(repeating: "a", count: 1 << 20)]).status == 401)
    }

    @Test(
        "A-021: headers that name a user are ignored",
        arguments: [
            "X-Grafana-User", "X-WEBAUTH-USER", "x_webauth_user", "X-Forwarded-User", "X-Auth-Request-User",
            "Remote-User",
            "X-Remote-Group", "X-Grafana-Id", "X-JWT-Assertion", "Proxy-Authorization", "X-Api-Key",
        ])
    func forgedIdentitiesAreIgnored(name: String) async throws {
        #expect(try await list(["\(name): admin"]).status == 401)
        #expect(try await list(["\(name): Bearer \(house.token(.admin))"]).status == 401)
        let body = DataSourceControllerTests.graphite
        let viewer = try await house.send("POST /api/datasources", as: .viewer, body, fields: ["\(name): admin"])
        #expect(viewer.status == 403)
    }

    @Test(
        "A-009: a bound token stays in its organisation",
        arguments: [
            "1", "2", "1,2", " 1", "+1", "01", "1.0", "-1", "9223372036854775807", "9223372036854775808", "x",
        ])
    func orgHeadersAreIgnored(value: String) async throws {
        let made = try await house.send("POST /api/datasources", DataSourceControllerTests.graphite)
        let fields = ["X-Grafana-Org-Id: \(value)"]
        #expect(try await house.send("GET /api/datasources", as: .otherAdmin, fields: fields).text == "[]")
        #expect(try await house.send("GET /api/datasources?orgId=1", as: .otherAdmin, fields: fields).text == "[]")
        #expect(try await house.send("GET /api/datasources/\(made.id)", as: .otherAdmin, fields: fields).status == 404)
        #expect(try await house.send("GET /api/datasources/\(made.id)", fields: fields).status == 200)
    }

    @Test("A-009: a user's call is made in the organisation it names, or refused")
    func aUserNamesAnOrganization() async throws {
        let theirs = try await house.send("POST /api/datasources", as: .otherAdmin, DataSourceControllerTests.graphite)
        let field = "Authorization: \(basic("admin:" + ControlHarness.password))"
        let inTwo = try await list([field, "X-Grafana-Org-Id: 2"])
        #expect(inTwo.status == 200)
        #expect(inTwo.text.contains("\"id\":\(theirs.id),"))
        #expect(try await list([field, "X-Grafana-Org-Id: 1"]).text == "[]")
        #expect(try await list([field]).text == "[]")
        let noMember = try await list([field, "X-Grafana-Org-Id: 3"])
        let noOrganization = try await list([field, "X-Grafana-Org-Id: 999999"])
        #expect(noMember.status == 403)
        #expect(noMember.message == noOrganization.message)
        for value in ["1,2", "+1", "01", "1.0", "-1", "0", "x", "", "9223372036854775808"] {
            let answer = try await list([field, "X-Grafana-Org-Id: \(value)"])
            #expect(answer.status == 400, "\(value)")
            #expect(answer.detail == "X-Grafana-Org-Id: must be the id of an organization")
        }
        #expect(try await list([field, "X-Grafana-Org-Id: 1", "X-Grafana-Org-Id: 2"]).status == 400)
    }

    @Test func anExpiredKeyIsToldSo() async throws {
        let issued = TokenIssuer.make(.apiKey, name: "old", orgID: 1)
        _ = try await house.store.insert(
            TokenRecord(
                id: 0, orgID: 1, name: "old", role: .admin, shape: .apiKey, digest: issued.digest, createdAt: 0,
                expiresAt: ControlHarness.now))
        let answer = try await list(["Authorization: Bearer \(issued.text)"])
        #expect(answer.status == 401)
        #expect(answer.message == "Expired API key")
    }

    @Test func identityIsDecidedBeforeTheBodyIsRead() async throws {
        let made = try await house.send("POST /api/datasources", DataSourceControllerTests.graphite)
        for (line, action) in [
            ("POST /api/datasources", "datasources:create"), ("PUT /api/datasources/\(made.id)", "datasources:write"),
            ("PUT /api/datasources/uid/\(made.uid)", "datasources:write"),
            ("DELETE /api/datasources/\(made.id)", "datasources:delete"),
            ("POST /api/access-control/datasources/\(made.uid)", "datasources.permissions:write"),
            ("POST /api/access-control/datasources/\(made.uid)/users/1", "datasources.permissions:write"),
            ("POST /api/auth/keys", "apikeys:create"), ("DELETE /api/auth/keys/abc", "apikeys:delete"),
        ] {
            #expect(try await house.send(line, as: .nobody, "{").status == 401)
            #expect(try await house.send(line, as: .stranger, "{").status == 401)
            for caller in [ControlHarness.Caller.viewer, .editor] {
                let answer = try await house.send(line, as: caller, "{")
                #expect(answer.status == 403)
                #expect(
                    answer.message
                        == "You'll need additional permissions to perform this action. Permissions needed: \(action)")
                #expect(answer.json?["title"] == "Access denied")
                let id = try #require(answer.json?["accessErrorId"]?.stringValue)
                #expect(id.wholeMatch(of: /ACE[0-9]{10}/) != nil)
            }
        }
    }
}
