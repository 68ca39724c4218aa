import TestSupport
import Testing

/// Resources that only pass bytes, which the data plane carries, beside the same calls through the control plane: a source's uid with an
/// escape in it is the control plane's.
@Suite struct ResourceTests {
    private static let uids = (data: "res", control: "re%73")

    /// Says what it was asked, with the status that the path names.
    private static func upstream() throws -> ScriptedUpstream {
        try ScriptedUpstream { request in
            let status = ["204", "400", "401", "500"].first { request.target.contains($0) } ?? "200"
            let said = status == "204" ? "" : "\(request.method) \(request.target) \(request.body.count)"
            let fields =
                "Content-Type: text/plain\r\nWWW-Authenticate: Basic\r\nSet-Cookie: a=b\r\nCache-Control: max-age=9\r\n"
                + "Server: s\r\nAccess-Control-Allow-Origin: *\r\nX-Frame-Options: allow\r\nX-Own: kept\r\n"
            return [.send(ScriptedUpstream.answer(said, status: "\(status) Said", fields: fields))]
        }
    }

    private static func add(
        _ type: String, _ url: String, to server: HeadgateProcess, _ jsonData: JSONTree = [:]
    ) throws {
        _ = try server.admin.createSource([
            "uid": "res", "name": "res", "type": .string(type), "access": "proxy", "url": .string(url + "/base"),
            "jsonData": jsonData,
        ])
    }

    private static let calls: [(type: String, method: String, path: String)] = [
        ("prometheus", "GET", "/api/v1/labels?start=1&match[]=%7Ba%3D%22b%22%7D"),
        ("prometheus", "POST", "/api/v1/query?time=3"), ("prometheus", "GET", ""), ("prometheus", "GET", "/"),
        ("prometheus", "GET", "/a/"), ("prometheus", "GET", "/a%2Fb%20c"), ("prometheus", "GET", "/401"),
        ("prometheus", "GET", "/400?x"), ("prometheus", "GET", "/500"), ("prometheus", "GET", "/204"),
        ("prometheus", "POST", "/suggestions"), ("prometheus", "DELETE", "/config/v1/rules/a"),
        ("prometheus", "POST", "/api/v1/admin/tsdb/delete_series"), ("prometheus", "GET", "/a//b"),
        ("prometheus", "GET", "/../b"), ("prometheus", "GET", "/%2e%2e/b"), ("prometheus", "GET", "/a%5cb"),
        ("zipkin", "GET", "/services"), ("zipkin", "GET", "/trace/0a1b?x=1"), ("zipkin", "GET", "/trace/../b"),
        ("zipkin", "POST", "/services"), ("zipkin", "GET", "/nope"), ("zipkin", "GET", "/trace/401"),
        ("opentsdb", "GET", "/api/suggest?q=c&type=metrics"), ("opentsdb", "GET", "/api/put"),
        ("opentsdb", "PUT", "/api/suggest"), ("loki", "GET", "/labels"),
    ]

    @Test("A-001, A-017, A-192: a resource is the same whichever plane carries it, and whoever asks")
    func planesAgree() throws {
        for type in ["prometheus", "zipkin", "opentsdb", "loki"] {
            let upstream = try Self.upstream()
            let server = try HeadgateProcess()
            try Self.add(type, upstream.url, to: server)
            let callers = [
                server.admin, try server.caller(role: .viewer), Caller(port: server.port, authorization: nil),
            ]
            for call in Self.calls where call.type == type {
                for caller in callers { try Self.compare(call.method, call.path, caller, upstream) }
            }
        }
    }

    private static func compare(
        _ method: String, _ path: String, _ caller: Caller, _ upstream: ScriptedUpstream
    ) throws {
        let body = method == "POST" ? Array("{\"query\":1}".utf8) : []
        let before = upstream.requests.count
        let answers = try [uids.data, uids.control].map { uid in
            try caller.call(
                method, "/api/datasources/uid/\(uid)/resources\(path)", fields: [("Content-Type", "application/json")],
                body: body)
        }
        let words: Comment = "\(method) \(path): \(answers[0].text) and \(answers[1].text)"
        #expect(answers[0].status == answers[1].status, words)
        #expect(answers[0].text == answers[1].text, words)
        #expect(Self.fields(of: answers[0]) == Self.fields(of: answers[1]), words)
        #expect((upstream.requests.count - before).isMultiple(of: 2), words)
    }

    /// Without those that differ from answer to answer, or with the framing.
    private static func fields(of answer: RawAnswer) -> [String] {
        answer.fields.filter { !["date", "content-length", "transfer-encoding", "connection"].contains($0.name) }
            .map { "\($0.name): \($0.value)" }.sorted()
    }

    @Test func longAnswersPassAsTheyCome() throws {
        let size = 3 << 20
        let upstream = try ScriptedUpstream { _ in
            [.send(ScriptedUpstream.answer(String(repeating: "x", count: size)))]
        }
        let server = try HeadgateProcess(arguments: ["--query-answer-megabytes", "1"])
        try Self.add("prometheus", upstream.url, to: server)
        let id = try server.admin.call("GET", "/api/datasources/uid/res").json()["id"]?.int ?? 0
        for reference in ["uid/\(Self.uids.data)", "\(id)"] {
            let answer = try server.admin.call("GET", "/api/datasources/\(reference)/resources/api/v1/series")
            #expect(answer.status == 200 && answer.body.count == size)
        }
        let collected = try server.admin.call(
            "GET", "/api/datasources/uid/\(Self.uids.control)/resources/api/v1/series")
        #expect(collected.status == 502)
    }

    @Test func callersWithPasswordsAreCheckedOnTheDataPlaneToo() throws {
        let upstream = try Self.upstream()
        let server = try HeadgateProcess()
        try Self.add("zipkin", upstream.url, to: server)
        for (password, status) in [("wrong", 401), (HeadgateProcess.adminPassword, 200), ("wrong", 401)] {
            let caller = Caller(port: server.port, user: "admin", password: password)
            for uid in [Self.uids.data, Self.uids.control] {
                #expect(try caller.call("GET", "/api/datasources/uid/\(uid)/resources/services").status == status)
            }
        }
    }

    @Test func settingsThatChangeCallsStillDo() throws {
        let upstream = try Self.upstream()
        let server = try HeadgateProcess()
        try Self.add("prometheus", upstream.url, to: server, ["customQueryParameters": "a=b", "httpMethod": "GET"])
        let answer = try server.admin.call("GET", "/api/datasources/uid/res/resources/api/v1/labels?x=1")
        #expect(answer.text == "GET /base/api/v1/labels?x=1&a=b 0")
        #expect(try server.admin.call("POST", "/api/datasources/uid/res/resources/api/v1/labels").status == 405)
    }

    @Test func sourcesThatCannotBeReachedSayThePhase() throws {
        let server = try HeadgateProcess()
        try Self.add("prometheus", "http://127.0.0.1:\(try TCPListener.freePort())", to: server)
        let answer = try server.admin.call("GET", "/api/datasources/uid/res/resources/api/v1/labels")
        #expect(answer.status == 502 && answer.field("cache-control") == "no-store")
        let control = try server.admin.call("GET", "/api/datasources/uid/\(Self.uids.control)/resources/api/v1/labels")
        #expect(try answer.json()["message"] == control.json()["message"])
        #expect(try answer.json()["phase"] == "connect" && !answer.text.contains("127.0.0.1"))
    }
}
