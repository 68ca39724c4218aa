import Foundation
import TestSupport
import Testing

/// Stored credentials: theft, leakage, tampering (attacks.md, section 2).
@Suite struct AttackSecretTests {
    private static let path = AttackHouse.path

    /// p1 with other values, and without its secrets.
    private static func changed(_ house: AttackHouse, _ changes: [String: JSONTree]) throws -> JSONTree {
        var source = AttackHouse.source("p1", url: house.upstream.url + "/base").object ?? [:]
        source["secureJsonData"] = nil
        return .object(source.merging(changes) { $1 })
    }

    private static func jsonData(_ more: [String: JSONTree]) -> [String: JSONTree] {
        ["jsonData": .object(["httpHeaderName1": "X-Api-Key"].merging(more) { $1 })]
    }

    /// Changes that would send a stored secret elsewhere, in another field, or past another proof of who is there.
    private static func repointings(to evil: String) -> [(String, [String: JSONTree])] {
        [
            ("A-032: url", ["url": .string(evil)]), ("A-032: path", ["url": .string(evil + "/base")]),
            ("A-032: scheme", ["url": .string(evil.replacing("http:", with: "https:"))]),
            ("A-035: verification", jsonData(["tlsSkipVerify": true])),
            ("A-035: name", jsonData(["serverName": "evil.test"])),
            ("A-035: type", ["type": "influxdb_08"]), ("A-038: header", jsonData(["httpHeaderName1": "X-Echo"])),
        ]
    }

    @Test("A-032, A-035, A-038: bound secrets do not move with a source", arguments: ["server", "source"])
    func boundSecretsStay(_ by: String) throws {
        let evil = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("evil"))] }
        let house = try AttackHouse(
            arguments: by == "server" ? ["--secrets-bind-to-destination", "true"] : [],
            jsonData: by == "source" ? ["bindSecretsToDestination": true] : [:])
        let before = try house.admin.call("GET", "/api/datasources/uid/p1").json()
        for (name, change) in Self.repointings(to: evil.url) {
            for target in ["/api/datasources/uid/p1", "/api/datasources/\(before["id"]?.int ?? 0)"] {
                let answer = try house.call(house.admin, "PUT", target, json: try Self.changed(house, change))
                #expect((400..<500).contains(answer.status), "\(name): \(answer.status) \(answer.text)")
                #expect(try answer.json()["message"]?.string?.isEmpty == false, "\(name)")
            }
            let call = try house.call(house.admin, "GET", Self.path + "/x")
            #expect(call.text == "source /base/x", "\(name)")
        }
        #expect(try house.admin.call("GET", "/api/datasources/uid/p1").json() == before)
        #expect(evil.connectionCount == 0)
        // With all secrets sent again the source moves, with those and no others.
        let sent: [String: JSONTree] = [
            "url": .string(evil.url), "secureJsonData": ["basicAuthPassword": "new", "httpHeaderValue1": "new"],
        ]
        #expect(
            try house.call(house.admin, "PUT", "/api/datasources/uid/p1", json: try Self.changed(house, sent)).status
                == 200)
        #expect(try house.call(house.admin, "GET", Self.path + "/x").text == "evil")
        #expect(evil.requests.first?.field("authorization") == "Basic dXNlcjpuZXc=")
        CanaryScan.expectNone(
            of: [AttackHouse.basic, AttackHouse.header], in: evil.connections.current.flatMap(\.received),
            "the new place")
        try house.expectSound()
    }

    @Test("A-032: an unbound source may move, and each move that keeps its secrets is one log line with both places")
    func movesAreLogged() throws {
        let evil = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("elsewhere"))] }
        let house = try AttackHouse()
        let change = try Self.changed(house, ["url": .string(evil.url)])
        #expect(try house.call(house.editor, "PUT", "/api/datasources/uid/p1", json: change).status == 403)
        #expect(try house.call(house.viewer, "PUT", "/api/datasources/uid/p1", json: change).status == 403)
        #expect(try house.call(house.admin, "PUT", "/api/datasources/uid/p1", json: change).status == 200)
        #expect(try house.call(house.admin, "PUT", "/api/datasources/uid/p1", json: change).status == 200)
        #expect(try house.call(house.admin, "GET", Self.path + "/x").text == "elsewhere")
        _ = try house.server.stop()
        let lines = String(decoding: house.server.printed.errors, as: UTF8.self).split(separator: "\n").filter {
            $0.contains("points elsewhere")
        }
        #expect(lines.count == 1)
        #expect(lines.first?.contains(house.upstream.url) == true && lines.first?.contains(evil.url) == true)
    }

    @Test("A-041: stored secrets are tried with the destination they were given for and no other")
    func triesMoveNoSecret() throws {
        let evil = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("evil"))] }
        let house = try AttackHouse()
        let before = try house.admin.call("GET", "/api/datasources/uid/p1").json()
        func tried(_ caller: Caller, _ change: [String: JSONTree]) throws -> RawAnswer {
            try house.call(caller, "POST", "/api/datasources/test", json: try Self.changed(house, change))
        }
        for (name, change) in Self.repointings(to: evil.url) {
            let answer = try tried(house.admin, change)
            #expect(answer.status == 400, "\(name): \(answer.text)")
            #expect(try answer.json()["detail"]?.string?.hasPrefix("secureJsonData: must hold") == true, "\(name)")
        }
        #expect(try tried(house.editor, [:]).status == 403)
        #expect(evil.connectionCount == 0 && house.upstream.connectionCount == 0)
        #expect(try tried(house.admin, [:]).json()["calls"]?.array?.count == 1)
        #expect(house.upstream.requests.last?.field("authorization") == AttackHouse.authorization)
        // Under another uid there is nothing to try it with.
        _ = try tried(house.admin, ["uid": "p2", "url": .string(evil.url)])
        #expect(evil.connectionCount == 1)
        CanaryScan.expectNone(
            of: [AttackHouse.basic, AttackHouse.header], in: evil.connections.current.flatMap(\.received),
            "the new place")
        #expect(try house.admin.call("GET", "/api/datasources/uid/p1").json() == before)
        try house.expectSound()
    }

    @Test("A-042: what is in a plain field and looks like a secret is refused or not told")
    func plainFieldsTellNoSecret() throws {
        let house = try AttackHouse()
        let bodies: [JSONTree] = [
            ["name": "userinfo", "type": "graphite", "access": "proxy", "url": "http://user:CANARY-PLAIN@a.test"],
            [
                "name": "legacy", "type": "graphite", "access": "proxy", "url": "http://a.test",
                "password": "CANARY-PLAIN",
            ],
            [
                "name": "basic", "type": "graphite", "access": "proxy", "url": "http://a.test",
                "basicAuthPassword": "CANARY-PLAIN",
            ],
        ]
        for body in bodies { _ = try house.call(house.admin, "POST", "/api/datasources", json: body) }
        let seen = try house.call(house.viewer, "GET", "/api/datasources").body
        CanaryScan.expectNone(of: ["CANARY-PLAIN"], in: seen, "the list")
        try CanaryScan.expectNone(of: ["CANARY-PLAIN"], inFilesOf: house.server.dataDirectory.path)
        try house.expectSound()
    }

    @Test("A-043, A-044: no secret in any answer or at the debug level, whatever goes wrong")
    func nothingIsLogged() throws {
        let house = try AttackHouse(arguments: ["--log-level", "debug"]) { request in
            switch request.target {
            case "/base/close": [.close]
            case "/base/garbage": [.send(Array("nonsense \(request.head)\r\n\r\n".utf8)), .close]
            case "/base/401": [.send(ScriptedUpstream.answer(request.head, status: "401 No"))]
            default: [.send(ScriptedUpstream.answer("ok"))]
            }
        }
        for remainder in ["/x", "/close", "/garbage", "/401", "/../x", "/x%zz"] {
            _ = try house.call(
                house.viewer, "GET", Self.path + remainder + "?token=CANARY-QUERY", fields: [("X-Mine", "CANARY-FIELD")]
            )
            _ = try house.call(house.viewer, "POST", Self.path + remainder, body: Array("CANARY-BODY".utf8))
        }
        for text in [
            #"{"name":"n","type":"graphite","access":"proxy","secureJsonData":{"password":"CANARY-BODY""#,
            #"{"name":"n","type":"graphite","access":"proxy","secureJsonData":{"password":["CANARY-BODY"]}}"#,
            #"{"name":"source p1","type":"graphite","access":"proxy","secureJsonData":{"password":"CANARY-BODY"}}"#,
            #"{"name":"n","type":"graphite","access":"proxy","url":"http://a b/CANARY-BODY"}"#,
            #"{"name":"h","type":"graphite","access":"proxy","jsonData":{"httpHeaderName1":"X"},"secureJsonData":{"httpHeaderValue1":"CANARY-BODY\r\n"}}"#,
        ] {
            let answer = try house.call(house.admin, "POST", "/api/datasources", body: Array(text.utf8))
            #expect((400..<500).contains(answer.status), "\(text): \(answer.status)")
            CanaryScan.expectNone(of: ["CANARY-BODY"], in: answer.body, "a refusal")
        }
        let printed = house.server.printed
        CanaryScan.expectNone(
            of: ["CANARY-QUERY", "CANARY-FIELD", "CANARY-BODY"], in: printed.output + printed.errors, "the log")
        try house.expectSound()
    }

    @Test("A-049, A-054: a sealed value copied to another source opens nowhere, and nothing is sent without it")
    func copiedSecretsDoNotOpen() throws {
        let evil = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("evil"))] }
        let house = try AttackHouse()
        _ = try house.admin.createSource(AttackHouse.source("evil", url: evil.url))
        _ = try house.server.stop()
        try house.tamper(
            """
            ids = dict(db.execute('select uid, id from data_source'))
            db.execute('''update secret set sealed = (select sealed from secret where data_source_id = ? and field = 'basicAuthPassword')
                where data_source_id = ? and field = 'basicAuthPassword' ''', (ids['p1'], ids['evil']))
            """)
        try house.server.restart()
        let admin = Caller(port: house.server.port, authorization: house.admin.authorization)
        let answer = try house.call(admin, "GET", "/api/datasources/proxy/uid/evil/x")
        #expect(answer.status == 500)
        #expect(try answer.json()["message"]?.string == "A secret of the data source is not available")
        #expect(evil.connectionCount == 0)
        #expect(try house.call(admin, "GET", Self.path + "/x").status == 200)
        let log = String(decoding: house.server.printed.errors, as: UTF8.self)
        #expect(log.contains("a stored secret cannot be opened") && log.contains("\"uid\":\"evil\""))
    }

    @Test("A-052, A-054: a sealed value with any byte changed, or cut, opens nowhere and nothing is sent")
    func changedSecretsDoNotOpen() throws {
        let house = try AttackHouse()
        let sealedBytes = 22 + AttackHouse.basic.utf8.count + 16
        for index in 0..<sealedBytes + 3 {
            var source = AttackHouse.source("t\(index)", url: house.upstream.url).object ?? [:]
            source["secureJsonData"] = ["basicAuthPassword": .string(AttackHouse.basic)]
            _ = try house.admin.createSource(.object(source))
        }
        _ = try house.server.stop()
        try house.tamper(
            """
            for uid, id in list(db.execute("select uid, id from data_source where uid like 't%'")):
                sealed = bytearray(db.execute('select sealed from secret where data_source_id = ?', (id,)).fetchone()[0])
                index = int(uid[1:])
                assert len(sealed) == \(sealedBytes), len(sealed)
                if index < len(sealed): sealed[index] ^= 1 << (index % 8)
                elif index == len(sealed): sealed = b''
                elif index == len(sealed) + 1: sealed = sealed[:-1]
                else: sealed = sealed + b'\\\\0'
                db.execute('update secret set sealed = ? where data_source_id = ?', (bytes(sealed), id))
            """)
        try house.server.restart()
        let admin = Caller(port: house.server.port, authorization: house.admin.authorization)
        for index in 0..<sealedBytes + 3 {
            let status = try house.call(admin, "GET", "/api/datasources/proxy/uid/t\(index)/x").status
            #expect(status == 500, "byte \(index): \(status)")
        }
        #expect(house.upstream.connectionCount == 0)
    }

    @Test("A-058: placeholders that are no strings are refused, and none is ever given out")
    func placeholdersAreNoSecrets() throws {
        let house = try AttackHouse()
        for value in ["true", "null", "{}", "[]", "1"] {
            let text =
                #"{"uid":"p1","name":"source p1","type":"graphite","access":"proxy","url":"\#(house.upstream.url)","secureJsonData":{"basicAuthPassword":\#(value)}}"#
            let answer = try house.call(house.admin, "PUT", "/api/datasources/uid/p1", body: Array(text.utf8))
            #expect(value == "null" || answer.status == 400, "\(value): \(answer.status)")
        }
        let read = try house.call(house.admin, "GET", "/api/datasources/uid/p1").json()
        #expect(read["password"] == "" && read["basicAuthPassword"] == "" && read["secureJsonData"] == nil)
        try house.expectSound()
    }

    @Test("A-059: secrets that would break a head are refused when they are written")
    func lineBreaksAreRefused() throws {
        let house = try AttackHouse()
        for value in [#"x\r\nX-Admin: 1"#, #"x\nfoo"#, #"x\u0000y"#, #"\r"#] {
            let text =
                #"{"name":"h","type":"graphite","access":"proxy","url":"\#(house.upstream.url)","jsonData":{"httpHeaderName1":"X-Key"},"secureJsonData":{"httpHeaderValue1":"\#(value)"}}"#
            #expect(
                try house.call(house.admin, "POST", "/api/datasources", body: Array(text.utf8)).status == 400,
                "\(value)")
        }
        for name in ["Transfer-Encoding", "Content-Length", "Connection", "X: y", "X\\r\\nY", "", "Upgrade"] {
            let text =
                #"{"name":"h\#(name.count)","type":"graphite","access":"proxy","url":"\#(house.upstream.url)","jsonData":{"httpHeaderName1":"\#(name)"},"secureJsonData":{"httpHeaderValue1":"v"}}"#
            let answer = try house.call(house.admin, "POST", "/api/datasources", body: Array(text.utf8))
            #expect(name.isEmpty || answer.status == 400, "\(name): \(answer.status)")
        }
        try house.expectSound()
    }

    @Test("A-060: nothing that a caller sends is read as a file or a variable")
    func interpolationDoesNotExist() throws {
        let house = try AttackHouse()
        for (index, value) in ["$__file{/etc/passwd}", "$__env{HEADGATE_ADMIN_PASSWORD}", "${HEADGATE_ADMIN_PASSWORD}"]
            .enumerated()
        {
            var source = AttackHouse.source("i\(index)", url: house.upstream.url).object ?? [:]
            source["basicAuthUser"] = .string(value)
            source["secureJsonData"] = ["basicAuthPassword": .string(value), "httpHeaderValue1": .string(value)]
            _ = try house.admin.createSource(.object(source))
            #expect(try house.call(house.admin, "GET", "/api/datasources/proxy/uid/i\(index)/\(index)").status == 200)
            let request = house.upstream.requests.first { $0.target == "/\(index)" }
            #expect(request?.field("x-api-key") == value)
            #expect(request?.field("authorization") == "Basic " + Data("\(value):\(value)".utf8).base64EncodedString())
        }
        try house.expectSound()
    }

    @Test("A-062: the login cookie reaches no source; kept cookies do, by their exact names")
    func cookiesStayHere() throws {
        let house = try AttackHouse(jsonData: ["keepCookies": ["theme", "theme", "grafana_session", "pre[]"]])
        let many = (0..<60).map { "c\($0)=v" }.joined(separator: "; ")
        _ = try house.call(
            house.viewer, "GET", Self.path + "/1",
            fields: [
                (
                    "Cookie",
                    "grafana_session=SESSION; grafana_session_x=SESSION; Grafana_Session=SESSION; theme=a; Theme=SESSION; prefixed=b; \(many)"
                )
            ])
        #expect(house.upstream.requests.first { $0.target == "/base/1" }?.field("cookie") == "prefixed=b; theme=a")
        _ = try house.call(
            house.viewer, "GET", Self.path + "/2",
            fields: [("Cookie", "grafana_session=SESSION"), ("cookie", "theme=a; grafana_session=SESSION")])
        CanaryScan.expectNone(
            of: ["SESSION"], in: house.upstream.connections.current.flatMap(\.received), "a source's request")
        try house.expectSound()
    }

    @Test(
        "A-063: no credential of a caller reaches a source, with or without one of its own", arguments: [true, false])
    func tokensStayHere(_ hasCredential: Bool) throws {
        let house = try AttackHouse()
        _ = try house.admin.createSource([
            "uid": "bare", "name": "bare", "type": "graphite", "access": "proxy", "url": .string(house.upstream.url),
        ])
        let path = hasCredential ? Self.path : "/api/datasources/proxy/uid/bare"
        for caller in [house.viewer, house.editor, house.admin, house.server.admin] {
            for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"] {
                let answer = try house.call(
                    caller, method, path + "/x", fields: [("Proxy-Authorization", caller.authorization ?? "")],
                    body: method == "POST" ? Array("x".utf8) : nil)
                #expect(answer.status == 200, "\(method): \(answer.status)")
            }
        }
        let basicToken = Data("api_key:\(house.viewer.authorization?.dropFirst(7) ?? "")".utf8).base64EncodedString()
        let asBasic = Caller(port: house.server.port, authorization: "Basic \(basicToken)")
        #expect(try house.call(asBasic, "GET", path + "/x").status == 200)
        for request in house.upstream.requests {
            #expect(request.field("authorization") == (hasCredential ? AttackHouse.authorization : nil))
            CanaryScan.expectNone(of: [basicToken], in: request.bytes, "a source's request")
        }
        try house.expectSound()
    }

    @Test("A-068, A-113, A-126: what the source gets of its own credentials is the same whatever the caller sends")
    func injectedFieldsAreTheirs() throws {
        let house = try AttackHouse(jsonData: ["allowDSAuthorization": false])
        let tries: [[(String, String)]] = [
            [], [("X-DS-Authorization", "Bearer mine")], [("Proxy-Authorization", "Basic bWluZTptaW5l")],
            [("X-Api-Key", "mine")], [("x-api-key", "mine"), ("X-API-KEY", "mine")], [("X_Api_Key", "mine")],
            [("X-DS_Authorization", "mine")], [("Connection", "Authorization, X-Api-Key, X-Forwarded-For, Via, Host")],
            [("connection", "x-api-key"), ("Connection", "authorization")],
            [("Content_Length", "5"), ("Transfer_Encoding", "chunked")],
        ]
        for fields in tries {
            let seen = house.upstream.requests.count
            #expect(try house.call(house.viewer, "GET", Self.path + "/x", fields: fields).status == 200, "\(fields)")
            #expect(house.upstream.requests.count == seen + 1)
        }
        for request in house.upstream.requests {
            let lines = request.head.split(separator: "\r\n").map { $0.lowercased() }
            #expect(
                lines.filter { $0.hasPrefix("authorization:") } == [
                    "authorization: \(AttackHouse.authorization.lowercased())"
                ])
            #expect(lines.filter { $0.hasPrefix("x-api-key:") } == ["x-api-key: \(AttackHouse.header.lowercased())"])
            #expect(!request.head.contains("mine") && !request.head.contains("_") && !request.head.contains("bWluZ"))
            #expect(request.field("x-forwarded-for") == "127.0.0.1" && request.field("via") == "1.1 headgate")
        }
        try house.expectSound()
    }
}
