import TestSupport
import Testing

/// `POST /api/datasources/test`: data sources are tried before they are saved.
@Suite struct SourceTestTests {
    private static let path = "/api/datasources/test"

    private static func source(_ type: String, _ url: String, _ settings: JSONTree = [:]) -> JSONTree {
        ["name": "tried", "type": .string(type), "access": "proxy", "url": .string(url), "jsonData": settings]
    }

    /// The phases of a call, in order.
    private static func phases(_ call: JSONTree?) -> [String] {
        call?["phases"]?.array?.compactMap { $0["phase"]?.string } ?? []
    }

    @Test func theFailedPhaseIsNamed() throws {
        let server = try HeadgateProcess()
        let failing = try ScriptedUpstream { _ in
            [.send(ScriptedUpstream.answer("no", status: "503 Service Unavailable"))]
        }
        let silent = try ScriptedUpstream { _ in [.close] }
        let cases: [(url: String, phase: String, went: [String])] = [
            ("http://127.0.0.1:1", "connect", ["resolve", "connect"]),
            ("https://127.0.0.1:\(failing.port)", "tls", ["resolve", "connect", "tls"]),
            (silent.url, "answer", ["resolve", "connect", "request", "answer"]),
            (failing.url, "answer", ["resolve", "connect", "request", "answer"]),
        ]
        for (url, phase, went) in cases {
            let answer = try server.admin.call("POST", Self.path, json: Self.source("prometheus", url))
            #expect(answer.status == 400)
            let report = try answer.json()
            #expect(report["status"] == "ERROR" && report["phase"] == .string(phase), "\(url): \(answer.text)")
            #expect(Self.phases(report["calls"]?.array?.first) == went, "\(url): \(answer.text)")
            #expect(!answer.text.contains("127.0.0.1"))
        }
        // Names below .invalid have no addresses (RFC 6761).
        let unknown = try server.admin.call(
            "POST", Self.path, json: Self.source("some-plugin", "http://headgate.invalid"))
        #expect(
            try unknown.json()["phase"] == "resolve"
                && Self.phases(unknown.json()["calls"]?.array?.first) == ["resolve"])
    }

    @Test func aGoodSourceIsOKAndNothingIsSaved() throws {
        let server = try HeadgateProcess()
        let upstream = try ScriptedUpstream { _ in
            [.send(ScriptedUpstream.answer(#"{"status":"success","data":{"resultType":"vector","result":[]}}"#))]
        }
        for type in ["prometheus", "some-plugin"] {
            let answer = try server.admin.call("POST", Self.path, json: Self.source(type, upstream.url))
            let report = try answer.json()
            #expect(answer.status == 200 && report["status"] == "OK" && report["phase"] == nil, "\(answer.text)")
            #expect(report["calls"]?.array?.first?["status"] == 200)
            #expect(Self.phases(report["calls"]?.array?.first).last == "answer")
        }
        #expect(try server.admin.call("POST", Self.path, json: Self.source("testdata", "")).status == 200)
        #expect(try server.admin.call("GET", "/api/datasources").json() == [])
    }

    @Test func whatCouldNotBeSavedIsNotTried() throws {
        let server = try HeadgateProcess()
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("{}"))] }
        let source = Self.source("prometheus", upstream.url)
        for role in [HeadgateProcess.Role.viewer, .editor] {
            #expect(try server.caller(role: role).call("POST", Self.path, json: source).status == 403)
        }
        #expect(try Caller(port: server.port, authorization: nil).call("POST", Self.path, json: source).status == 401)
        for body: JSONTree in [
            [:], ["type": "prometheus"], Self.source("prometheus", "ftp://x"), Self.source("prometheus", ""),
            Self.source("prometheus", upstream.url, ["tlsCACertFile": "/etc/passwd"]),
        ] {
            #expect(try server.admin.call("POST", Self.path, json: body).status == 400)
        }
        #expect(upstream.connectionCount == 0)
    }

    @Test func databasesTellTheirPhasesToo() throws {
        let postgres = try PostgresProcess()
        let server = try HeadgateProcess()
        func tried(password: String, port: UInt16) throws -> JSONTree {
            try server.admin.call(
                "POST", Self.path,
                json: [
                    "type": "postgres", "access": "proxy", "url": .string("127.0.0.1:\(port)"),
                    "user": .string(PostgresProcess.user),
                    "jsonData": ["database": .string(PostgresProcess.database), "sslmode": "disable"],
                    "secureJsonData": ["password": .string(password)],
                ]
            ).json()
        }
        let good = try tried(password: PostgresProcess.password, port: postgres.port)
        #expect(good["status"] == "OK", "\(good)")
        #expect(good["calls"]?.array?.map(Self.phases) == [["resolve"], ["connect", "request", "answer"]])
        let refused = try tried(password: "wrong", port: postgres.port)
        #expect(refused["phase"] == "request", "\(refused)")
        #expect(try tried(password: "any", port: 1)["phase"] == "connect")
    }
}
