import TestSupport
import Testing

/// Who reaches what: object access, identity, enumeration (attacks.md, section 1).
@Suite struct AttackAccessTests {
    @Test("A-001, A-005: other spellings of the proxy's path reach no source")
    func oddPathsReachNothing() throws {
        let house = try AttackHouse()
        let nobody = Caller(port: house.server.port, authorization: nil)
        for path in [
            "/api//datasources/proxy/uid/p1/x", "//api/datasources/proxy/uid/p1/x", "/api/datasources//proxy/uid/p1/x",
            "/api/datasources/proxy//uid/p1/x", "/api/datasources/proxy/uid//p1/x",
            "/api/datasources;x=1/proxy/uid/p1/x",
            "/API/Datasources/proxy/uid/p1/x", "/api/datasources./proxy/uid/p1/x",
            "/api/datasources/proxy/uid/p1;v=1/x",
            "/api/datasources/%70roxy/uid/p1/x", "/api%2Fdatasources/proxy/uid/p1/x",
            "/api/datasources/proxy/uid%2Fp1/x",
            "/api/./datasources/proxy/uid/p1/x", "/api/datasources/../datasources/proxy/uid/p1/x",
            "/./api/datasources/proxy/1/x",
            "/api/datasources/proxy/uid/%70%31/x", "/api/datasources/proxy/uid/P1/x", "/api/datasources/proxy/UID/p1/x",
        ] {
            let refusal = try house.call(nobody, "GET", path).status
            #expect((400..<500).contains(refusal), "\(path): \(refusal)")
            let status = try house.call(house.admin, "GET", path).status
            #expect(status == 404 || status == 400, "\(path): \(status)")
        }
        #expect(house.upstream.connectionCount == 0)
        try house.expectSound()
    }

    @Test("A-002: doubled slashes do not pass by the rules of a type")
    func doubledSlashesAreRefused() throws {
        let house = try AttackHouse(type: "alertmanager")
        for remainder in ["//api/v2/silences", "/api//v2/silences", "/api/v2//silences", "//"] {
            for method in ["GET", "POST", "PUT", "DELETE"] {
                #expect(
                    try house.call(house.viewer, method, AttackHouse.path + remainder).status == 400,
                    "\(method) \(remainder)")
            }
        }
        #expect(try house.call(house.viewer, "POST", AttackHouse.path + "/api/v2/silences").status == 403)
        #expect(try house.call(house.viewer, "post", AttackHouse.path + "/api/v2/silences").status == 404)
        #expect(try house.call(house.viewer, "GET", AttackHouse.path + "/config").status == 403)
        #expect(house.upstream.connectionCount == 0)
        #expect(try house.call(house.editor, "POST", AttackHouse.path + "/api/v2/silences").status == 200)
        try house.expectSound()
    }

    @Test("A-003, A-127: dot segments address no other source and leave no base path")
    func dotSegmentsAreRefused() throws {
        let house = try AttackHouse()
        _ = try house.admin.createSource(AttackHouse.source("p2", url: house.upstream.url))
        for walk in [
            "/../p2/x", "/./../p2/x", "/..", "/../../uid/p2/x", "/%2e%2e/p2", "/.%2e/p2", "/%2E./p2", "/..%2fp2",
            "/%252e%252e/p2",
            "/..\\p2", "/%5c..%5cp2", "/x/..;/p2", "/./x", "/x/.", "/x%00", "/x%0d%0aX-Admin:%201",
        ] {
            #expect(try house.call(house.viewer, "GET", AttackHouse.path + walk).status == 400, "\(walk)")
        }
        #expect(house.upstream.connectionCount == 0)
        try house.expectSound()
    }

    @Test("A-006, A-007, A-008, A-009: another organisation's source is not there, by whatever name it is called")
    func organisationsAreApart() throws {
        let house = try AttackHouse()
        try house.tamper("db.execute('insert into org (id, name) values (2, \"second\")')")
        let made = try house.server.command(["token", "create", "--org", "2", "--name", "a2", "--role", "Admin"])
        let token = try #require(
            made.outputText.split(whereSeparator: \.isWhitespace).last.map(String.init), "\(made.errorText)")
        let stranger = Caller(port: house.server.port, authorization: "Bearer \(token)")
        let deadline = Deadline.generous
        while try stranger.call("GET", "/api/datasources").status == 401, !deadline.hasPassed {}

        let id = try #require(try house.admin.call("GET", "/api/datasources/uid/p1").json()["id"]?.int)
        let own = [("X-Grafana-Org-Id", "1")]
        for (method, target, unused) in [
            ("GET", "/api/datasources/\(id)", "/api/datasources/4711"),
            ("DELETE", "/api/datasources/\(id)", "/api/datasources/4711"),
            ("GET", "/api/datasources/uid/p1", "/api/datasources/uid/none"),
            ("DELETE", "/api/datasources/uid/p1", "/api/datasources/uid/none"),
            ("GET", "/api/datasources/name/source%20p1", "/api/datasources/name/none"),
            ("DELETE", "/api/datasources/name/source%20p1", "/api/datasources/name/none"),
            ("GET", "/api/datasources/id/source%20p1", "/api/datasources/id/none"),
            ("GET", "/api/datasources/proxy/\(id)/x", "/api/datasources/proxy/4711/x"),
            ("GET", "/api/datasources/proxy/uid/p1/x", "/api/datasources/proxy/uid/none/x"),
        ] {
            let answer = try house.call(stranger, method, target)
            let expected = try house.call(stranger, method, unused)
            #expect(answer.status == 404 && expected.status == 404, "\(method) \(target): \(answer.status)")
            #expect(try answer.json()["message"] == expected.json()["message"], "\(method) \(target)")
            let switched = try house.call(stranger, method, target + "?orgId=1", fields: own).status
            #expect((400..<500).contains(switched), "\(method) \(target): \(switched)")
        }
        for value in ["1", "1,2", " 1", "+1", "01", "1.0", "-1", "9223372036854775808"] {
            let answer = try house.call(stranger, "GET", "/api/datasources", fields: [("X-Grafana-Org-Id", value)])
            #expect(answer.status != 200 || answer.text == "[]", "\(value): \(answer.status)")
        }
        #expect(house.upstream.connectionCount == 0)

        // The same uid in both organisations: each reaches its own.
        let second = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("second"))] }
        _ = try stranger.createSource(AttackHouse.source("p1", url: second.url))
        for index in 0..<100 {
            let isFirst = index % 2 == 0
            let answer = try house.call(isFirst ? house.admin : stranger, "GET", AttackHouse.path + "/\(index)")
            #expect(answer.text == (isFirst ? "source /base/\(index)" : "second"))
        }
        #expect(try house.call(house.admin, "GET", "/api/datasources/uid/p1").json()["id"]?.int == id)
        try house.expectSound()
    }

    @Test("A-014: fields that are the server's own are not taken from a caller")
    func serversFieldsAreIgnored() throws {
        let house = try AttackHouse()
        let extra = """
            {"uid":"m1","name":"m1","type":"graphite","access":"proxy","url":"http://a.test","id":1,"orgId":2,"readOnly":true,
            "created":"1970-01-01","ownerId":1,"provisionedBy":"x","secureJsonFields":{"password":true},
            "accessControl":{"datasources:delete":true},"encryptedSecureJsonData":{"password":"AAAA"}}
            """
        let body = try JSONTree(parsing: Array(extra.utf8))
        #expect(try house.call(house.admin, "POST", "/api/datasources", json: body).status == 200)
        let stored = try house.call(house.admin, "GET", "/api/datasources/uid/m1").json()
        #expect(stored["id"]?.int != 1 && stored["orgId"]?.int == 1 && stored["readOnly"] == false)
        #expect(
            stored["secureJsonFields"] == [:] && stored["encryptedSecureJsonData"] == nil && stored["ownerId"] == nil)
        #expect(try house.call(house.admin, "GET", "/api/datasources/uid/p1").json()["name"] == "source p1")
        try house.expectSound()
    }

    @Test("A-015: a read-only source is changed by no route")
    func readOnlyStaysReadOnly() throws {
        let house = try AttackHouse()
        let before = try house.admin.call("GET", "/api/datasources/uid/p1").json()
        let id = try #require(before["id"]?.int)
        _ = try house.server.stop()
        try house.tamper("db.execute('update data_source set read_only = 1')")
        try house.server.restart()
        let admin = Caller(port: house.server.port, authorization: house.admin.authorization)
        var body = AttackHouse.source("p1", url: "http://evil.test").object ?? [:]
        body["readOnly"] = false
        for (method, target) in [
            ("PUT", "/api/datasources/\(id)"), ("PUT", "/api/datasources/uid/p1"), ("DELETE", "/api/datasources/\(id)"),
            ("DELETE", "/api/datasources/uid/p1"), ("DELETE", "/api/datasources/name/source%20p1"),
        ] {
            let answer = try house.call(admin, method, target, json: .object(body))
            #expect(answer.status == 403, "\(method) \(target): \(answer.status) \(answer.text)")
        }
        #expect(try house.call(admin, "PATCH", "/api/datasources/uid/p1", json: .object(body)).status == 404)
        let after = try admin.call("GET", "/api/datasources/uid/p1").json()
        #expect(after["url"] == before["url"] && after["readOnly"] == true && after["version"] == before["version"])
    }

    @Test("A-017: nobody but who may query sends a byte to a source, and no other door leads there")
    func thereAreNoSideDoors() throws {
        let house = try AttackHouse()
        let nobody = Caller(port: house.server.port, authorization: nil)
        for (method, target) in [
            ("GET", "/api/datasources/uid/p1/resources/api/v1/query"), ("GET", "/api/datasources/uid/p1/health"),
            ("GET", "/api/datasources/1/resources/x"), ("GET", "/api/datasources/1/health"), ("POST", "/api/ds/query"),
            ("POST", "/api/datasources/test"),
        ] {
            #expect(try house.call(nobody, method, target, json: [:]).status == 401, "\(method) \(target)")
        }
        for (method, target) in [
            ("POST", "/api/tsdb/query"), ("POST", "/api/datasources/uid/p1/cache/clean"),
            ("GET", "/api/plugins/x/resources/y"), ("GET", "/render/x"), ("GET", "/public/plugins/../../etc/passwd"),
        ] {
            #expect(try house.call(house.admin, method, target, json: [:]).status == 404, "\(method) \(target)")
        }
        #expect(house.upstream.connectionCount == 0)
        try house.expectSound()
    }

    @Test("A-018: mixed with an admin's requests on shared connections, nobody's stay nobody's")
    func identitiesDoNotMix() throws {
        let house = try AttackHouse()
        let (admin, nobody) = (house.admin, Caller(port: house.server.port, authorization: nil))
        let wrong = try Parallel.run(8, by: .after(seconds: 60)) { thread -> [String] in
            var found: [String] = []
            do {
                let connection = try RawConnection(port: house.server.port)
                for round in 0..<10 {
                    let isAdmin = (0..<50).map { ($0 * 7 + thread + round) % 3 != 0 }
                    let targets = [
                        "/api/datasources", AttackHouse.path + "/x", "/api/auth/keys", "/api/datasources/uid/p1",
                    ]
                    var bytes: [UInt8] = []
                    for (index, flag) in isAdmin.enumerated() {
                        bytes += (flag ? admin : nobody).request("GET", targets[index % 4], close: false)
                    }
                    try connection.send(bytes)
                    for (index, flag) in isAdmin.enumerated() {
                        let answer = try connection.readAnswer()
                        if answer.status != (flag ? 200 : 401) { found.append("\(index): \(answer.status) \(flag)") }
                    }
                }
            } catch { found.append("\(error)") }
            return found
        }
        #expect(wrong.flatMap { $0 } == [])
        try house.expectSound()
    }

    @Test("A-019: a revoked key is refused by every worker once its deletion has been answered")
    func revokedKeysEndAtOnce() throws {
        let house = try AttackHouse()
        let connections = try (0..<8).map { _ in try RawConnection(port: house.server.port) }
        let requests = [
            house.viewer.request("GET", AttackHouse.path + "/x", close: false),
            house.viewer.request("GET", "/api/datasources", close: false),
        ]
        for connection in connections {
            for request in requests {
                try connection.send(request)
                #expect(try connection.readAnswer().status == 200)
            }
        }
        let keys = try house.admin.call("GET", "/api/auth/keys").json().array ?? []
        let id = try #require(keys.first { $0["name"] == "key-Viewer" }?["id"]?.int)
        #expect(try house.call(house.admin, "DELETE", "/api/auth/keys/\(id)").status == 200)
        for connection in connections {
            for request in requests {
                try connection.send(request)
                #expect(try connection.readAnswer().status == 401)
            }
        }
        #expect(house.upstream.requests.count == 8)
        try house.expectSound()
    }

    private static let claims = [
        "X-Grafana-User", "X-WEBAUTH-USER", "X-Forwarded-User", "X-Auth-Request-User", "Remote-User", "X-Remote-Group",
        "X-Forwarded-Email", "X-Grafana-Id",
    ]

    @Test("A-021: names in headers log nobody in and reach no source, however they are spelt")
    func claimsAreIgnored() throws {
        let house = try AttackHouse()
        let nobody = Caller(port: house.server.port, authorization: nil)
        let body: JSONTree = ["name": "forged", "type": "graphite", "access": "proxy"]
        for name in Self.claims {
            let spellings = [
                name, name.lowercased(), name.uppercased(), name.replacing("-", with: "_"),
                name.replacing("-", with: "."),
            ]
            for spelling in spellings {
                let claim = [(spelling, "admin"), (spelling, "admin")]
                for target in ["/api/datasources", AttackHouse.path + "/x"] {
                    let status = try house.call(nobody, "GET", target, fields: claim).status
                    #expect(status == 401 || status == 400, "\(spelling) \(target): \(status)")
                }
                let answer = try house.call(
                    house.viewer, "POST", "/api/datasources", fields: claim, body: Array(body.text.utf8))
                #expect(answer.status == 403 || answer.status == 400, "\(spelling): \(answer.status)")
                _ = try house.call(
                    house.viewer, "GET", AttackHouse.path + "/x", fields: [(spelling, "forged by \(spelling)")])
            }
            let spaced = try house.raw("GET /api/datasources HTTP/1.1\r\nHost: h\r\n\(name) : admin\r\n\r\n")
            #expect(spaced?.status == 400, "\(name)")
        }
        for request in house.upstream.requests { #expect(!request.head.contains("forged"), "\(request.head)") }
        try house.expectSound()
    }

    @Test("A-022: a source that points back here logs nobody in")
    func ownHeadersAreNotTrusted() throws {
        let house = try AttackHouse()
        var loop = AttackHouse.source("loop", url: "http://127.0.0.1:\(house.server.port)").object ?? [:]
        loop["basicAuth"] = false
        loop["jsonData"] = ["httpHeaderName1": "X-WEBAUTH-USER"]
        loop["secureJsonData"] = ["httpHeaderValue1": "admin"]
        _ = try house.admin.createSource(.object(loop))
        let path = "/api/datasources/proxy/uid/loop"
        for target in ["/api/datasources", "/api/auth/keys", path + path + "/api/datasources"] {
            let answer = try house.call(house.admin, "GET", path + target)
            #expect(
                answer.status == 400 && answer.text == "Authentication to data source failed",
                "\(target): \(answer.status)")
        }
        try house.expectSound()
    }

    @Test("A-088: a source that points at itself ends after a few rounds")
    func loopsEnd() throws {
        let house = try AttackHouse()
        let token = house.admin.authorization ?? ""
        _ = try house.admin.createSource([
            "uid": "self", "name": "self", "type": "graphite", "access": "proxy",
            "url": .string("http://127.0.0.1:\(house.server.port)/api/datasources/proxy/uid/self"),
            "jsonData": ["httpHeaderName1": "Authorization"], "secureJsonData": ["httpHeaderValue1": .string(token)],
        ])
        let answer = try house.call(house.admin, "GET", "/api/datasources/proxy/uid/self/x")
        #expect(answer.status == 508, "\(answer.status)")
        try house.expectSound()
    }

    @Test("A-024, A-026: odd credentials are refused on both planes and never taken for none")
    func oddCredentialsAreRefused() throws {
        let house = try AttackHouse()
        let good = house.admin.authorization ?? ""
        let token = good.dropFirst("Bearer ".count)
        let values = [
            "", " ", "Bearer", "Bearer  ", "bearer null", "Bearer null", "Basic", "Basic Og==", "Basic !!!", "Basic",
            "Digest x",
            "Bearer a, Bearer b", "Bearer\t\(token)", "Bearer \(token) ", "Bearer \(token)x",
            "Bearer \(token), Bearer \(token)",
            "\(token)", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiIsInJvbGUiOiJBZG1pbiJ9.",
            "Bearer " + String(repeating: ".", count: 10_000), "Basic " + String(repeating: "QQ", count: 8_000),
        ]
        for target in ["/api/datasources", AttackHouse.path + "/x"] {
            for value in values {
                let answer = try house.raw("GET \(target) HTTP/1.1\r\nHost: h\r\nAuthorization: \(value)\r\n\r\n")
                let status = answer?.status ?? 0
                // A space behind the value belongs to the line, not to the value.
                let isGood = value == "Bearer \(token) "
                #expect(
                    isGood ? status == 200 : status == 401 || status == 400, "\(target) \(value.prefix(80)): \(status)")
                #expect((answer?.fields.filter { $0.name == "www-authenticate" }.count ?? 0) <= 1)
            }
            for pair in [[good, "Bearer wrong"], ["Bearer wrong", good], [good, good]] {
                let lines = pair.map { "Authorization: \($0)\r\n" }.joined()
                let answer = try house.raw("GET \(target) HTTP/1.1\r\nHost: h\r\n\(lines)\r\n")
                #expect(answer?.status == 400 || answer?.status == 401, "\(target) two: \(answer?.status ?? 0)")
            }
            let huge = try house.raw(
                "GET \(target) HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(String(repeating: "a", count: 1 << 20))\r\n\r\n"
            )
            #expect(huge?.status == 431, "\(huge?.status ?? 0)")
        }
        #expect(house.upstream.requests.count == 1)
        try house.expectSound()
    }
}
