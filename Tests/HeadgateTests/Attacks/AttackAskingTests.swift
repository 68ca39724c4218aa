import TestSupport
import Testing

/// Health, resources and queries: where they lead, and what their answers say.
@Suite struct AttackAskingTests {
    private static let types = ["prometheus", "loki", "graphite", "influxdb", "elasticsearch", "tempo", "opentsdb"]

    private func add(_ type: String, _ url: String, to server: HeadgateProcess) throws {
        _ = try server.admin.createSource([
            "uid": .string(type), "name": .string(type), "type": .string(type), "access": "proxy", "url": .string(url),
            "basicAuth": true, "basicAuthUser": "canary-user",
            "secureJsonData": ["basicAuthPassword": "canary-password"],
            "jsonData": ["timeField": "t", "index": "i", "dbName": "d"],
        ])
    }

    /// What there is to ask of a source, by three doors.
    private func askEverything(_ type: String, as caller: Caller) throws -> [RawAnswer] {
        let query =
            #"{"from":"1700000000000","to":"1700003600000","queries":[{"refId":"A","datasource":{"uid":"\#(type)"},"expr":"up","range":true,"target":"a","query":"SELECT 1","rawQuery":true,"metrics":[{"type":"count","id":"1"}],"bucketAggs":[{"type":"date_histogram","id":"2"}]}]}"#
        let paths = ["api/v1/labels", "labels?", "metrics/find?query=a", "i/_mapping", "api/suggest"]
        return try [caller.call("GET", "/api/datasources/uid/\(type)/health")]
            + paths.map { try caller.call("GET", "/api/datasources/uid/\(type)/resources/\($0)") }
            + [caller.call("POST", "/api/ds/query", json: query)]
    }

    private func expectNothingTold(_ answer: RawAnswer, _ words: [String], _ type: String) {
        for word in words { #expect(!answer.text.contains(word), "\(type): \(answer.text.prefix(300))") }
    }

    @Test("A-044, A-091: what is said of a source that cannot be reached names neither its address nor its credential")
    func failuresTellNoAddress() throws {
        let silent = try ScriptedUpstream { _ in [.reset] }
        let server = try HeadgateProcess()
        let viewer = try server.caller(role: .viewer)
        for type in Self.types {
            for url in ["http://127.0.0.1:1/base", silent.url + "/base"] {
                try add(type, url, to: server)
                for answer in try askEverything(type, as: viewer) {
                    #expect(answer.status != 200)
                    expectNothingTold(answer, ["127.0.0.1", "\(silent.port)", "/base", "canary"], type)
                }
                try server.admin.call("DELETE", "/api/datasources/uid/\(type)")
            }
        }
    }

    @Test("A-075, A-078: a closed address is closed for health, resources and queries, and nobody is told which it is")
    func closedAddressesAreNotReached() throws {
        let inside = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("{}"))] }
        let server = try HeadgateProcess(arguments: ["--proxy-allow-loopback", "false"])
        let viewer = try server.caller(role: .viewer)
        for type in Self.types {
            try add(type, "http://localhost:\(inside.port)", to: server)
            for answer in try askEverything(type, as: viewer) {
                #expect(answer.status != 200)
                expectNothingTold(answer, ["localhost", "127.0.0.1", "loopback", "\(inside.port)"], type)
            }
        }
        #expect(inside.connectionCount == 0)
    }

    @Test("A-080, A-081: a redirect is followed by none of them")
    func redirectsAreNotFollowed() throws {
        let other = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("{}"))] }
        let first = try ScriptedUpstream { _ in
            [.send(ScriptedUpstream.answer("", status: "302 Found", fields: "Location: \(other.url)/x\r\n"))]
        }
        let server = try HeadgateProcess()
        for type in Self.types {
            try add(type, first.url, to: server)
            _ = try askEverything(type, as: server.admin)
        }
        #expect(first.requests.count >= Self.types.count)
        #expect(other.connectionCount == 0)
    }

    @Test("A-088: health, resources and queries of a source that points back here end after a few rounds")
    func loopsEnd() throws {
        let server = try HeadgateProcess()
        let base = "http://127.0.0.1:\(server.port)/api/datasources"
        let authorization = server.admin.authorization ?? ""
        for type in Self.types {
            for url in ["\(base)/uid/\(type)/resources", "\(base)/proxy/uid/\(type)", "\(base)/uid/\(type)/health?"] {
                _ = try server.admin.createSource([
                    "uid": .string(type), "name": .string(type), "type": .string(type), "access": "proxy",
                    "url": .string(url), "secureJsonData": ["httpHeaderValue1": .string(authorization)],
                    "jsonData": ["httpHeaderName1": "Authorization", "timeField": "t", "index": "i", "dbName": "d"],
                ])
                let before = try Self.calls(server)
                let answers = try askEverything(type, as: server.admin)
                // Each of them asks a source once or a few times, and each of those comes back here a few times at most.
                #expect(try Self.calls(server) - before < 40 * answers.count, "\(type) at \(url)")
                try server.admin.call("DELETE", "/api/datasources/uid/\(type)")
            }
        }
        #expect(try server.admin.call("GET", "/api/health").status == 200)
    }

    /// How many calls were begun so far, on either plane.
    private static func calls(_ server: HeadgateProcess) throws -> Int {
        let text = try server.admin.call("GET", "/metrics").text
        return text.matches(of: /headgate_(?:proxy|control)_requests_total(?:\{[^}]*\})? ([0-9]+)/).compactMap {
            Int($0.output.1)
        }
        .reduce(0, +)
    }

    @Test("A-190, A-191, A-192: a resource's answer neither acts on this origin nor asks for a password")
    func resourcesAreTamed() throws {
        let fields =
            "Content-Type: text/html\r\nSet-Cookie: a=b\r\nClear-Site-Data: \"*\"\r\nWWW-Authenticate: Basic\r\n"
            + "Service-Worker-Allowed: /\r\nAccess-Control-Allow-Origin: *\r\nStrict-Transport-Security: max-age=1\r\n"
            + "Refresh: 0; url=http://evil.test\r\nX-Accel-Redirect: /internal\r\nNEL: {}\r\n"
            + "Alt-Svc: h2=\"x\"\r\nContent-Security-Policy: none\r\nProxy-Authenticate: Basic\r\n"
        for status in ["200 OK", "401 Unauthorized", "407 Proxy Authentication Required"] {
            let upstream = try ScriptedUpstream { _ in
                [.send(ScriptedUpstream.answer("<script>", status: status, fields: fields))]
            }
            let server = try HeadgateProcess()
            try add("elasticsearch", upstream.url, to: server)
            let answer = try server.admin.call("GET", "/api/datasources/uid/elasticsearch/resources/i/_mapping")
            #expect(upstream.requests.count == 1)
            #expect(answer.field("content-security-policy") == "sandbox")
            #expect(answer.field("x-content-type-options") == "nosniff")
            for name in [
                "set-cookie", "clear-site-data", "www-authenticate", "service-worker-allowed",
                "access-control-allow-origin", "strict-transport-security", "alt-svc", "proxy-authenticate",
                "refresh", "x-accel-redirect", "nel",
            ] { #expect(answer.field(name) == nil, "\(name) of \(status)") }
        }
    }
}
