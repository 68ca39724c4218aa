import TestSupport
import Testing

/// Malformed requests to the control plane: each is refused with a reason, and nothing happens.
@Suite struct BadInputTests {
    private let server: HeadgateProcess
    /// The one source that exists, and the list with it.
    private let id: Int
    private let listBefore: JSONTree

    init() throws {
        server = try HeadgateProcess()
        id = try server.admin.createSourceID(Self.good)
        listBefore = try server.admin.call("GET", "/api/datasources").json()
    }

    private static let good: JSONTree = ["name": "good", "type": "graphite", "access": "proxy", "url": "http://x.test"]

    /// `good` under another name with some fields replaced.
    private static func body(_ changes: [String: JSONTree]) -> String {
        let base = (good.object ?? [:]).merging(["name": "bad"]) { $1 }
        return JSONTree.object(base.merging(changes) { $1 }).text
    }

    /// Sends `bytes` as a create and as an update; both must be refused and leave everything as it was.
    private func expectRefused(
        _ bytes: [UInt8], message: String? = nil, naming field: String? = nil, _ comment: String
    ) throws {
        for (method, target) in [("POST", "/api/datasources"), ("PUT", "/api/datasources/\(id)")] {
            let answer = try server.admin.call(
                method, target, fields: [("Content-Type", "application/json")], body: bytes)
            let context: Comment = "\(comment), \(method): \(answer.status) \(answer.text.prefix(200))"
            #expect((400..<500).contains(answer.status), context)
            let json = (try? answer.json()) ?? nil
            #expect(json["message"]?.string?.isEmpty == false, context)
            if let message { #expect(json["message"]?.string == message, context) }
            if json["message"] == "bad request data" {
                #expect(json["detail"]?.string?.isEmpty == false, context)
            }
            if let field { #expect(json["detail"]?.string?.contains(field) == true, context) }
        }
        #expect(try server.admin.call("GET", "/api/datasources").json() == listBefore, "\(comment)")
    }

    private func expectRefused(
        _ text: String, message: String? = nil, naming field: String? = nil, _ comment: String? = nil
    ) throws {
        try expectRefused(Array(text.utf8), message: message, naming: field, comment ?? String(text.prefix(120)))
    }

    @Test func bodiesThatAreNoJSONObjectAreRefused() throws {
        let texts = [
            "", " ", "{", "{\"name\":", "[]", "null", "5", "\"text\"", "{]", "{'name':'x'}", "{\"name\":\"x\",}",
            "{\"name\" \"x\"}",
            "{\"name\":01}", "{\"name\":NaN}", "{\"name\":tru}", "\u{0}", "{\"name\":\"\u{1}\"}", "{\"name\":\"\\x\"}",
            "{\"a\":1 \"b\":2}",
            String(repeating: "[", count: 100_000),
        ]
        for text in texts { try expectRefused(text, message: "bad request data") }
    }

    /// Not `jsonData`: Grafana stores any JSON value there as sent.
    private static let wrongTypes: [String: [JSONTree]] = [
        "name": [5, true, [], [:]], "type": [5, [], false], "access": [5, [:]], "url": [5, [], true], "user": [5, [:]],
        "database": [5, []], "basicAuth": ["yes", 1, []], "basicAuthUser": [5, []], "basicAuthPassword": [5, [:]],
        "password": [5],
        "withCredentials": ["yes", 0], "isDefault": ["yes", 1],
        "secureJsonData": ["text", 5, [], ["key": 5], ["key": [:]]], "uid": [5, []],
    ]

    @Test func fieldsOfAnotherTypeAreRefusedByName() throws {
        for (field, values) in Self.wrongTypes {
            for value in values {
                try expectRefused(Self.body([field: value]), message: "bad request data", naming: field)
            }
        }
    }

    @Test func missingFieldsAreRefusedByName() throws {
        for field in ["type", "access"] {
            var members = Self.good.object ?? [:]
            members[field] = nil
            try expectRefused(JSONTree.object(members).text, message: "bad request data", naming: field)
        }
    }

    @Test func lengthsAreBounded() throws {
        try expectRefused(
            Self.body(["name": .string(String(repeating: "n", count: 191))]), message: "Invalid datasource name.")
        try expectRefused(
            Self.body(["name": .string(String(repeating: "ü", count: 96))]), message: "Invalid datasource name.",
            "192 bytes")
        try expectRefused(
            Self.body(["url": .string("http://x.test/" + String(repeating: "u", count: 2035))]), "url of 2049")
        let large: JSONTree = ["text": .string(String(repeating: "j", count: 1 << 20))]
        try expectRefused(Self.body(["jsonData": large]), "jsonData over 1 MiB")
        try expectRefused(
            Self.body([:]) + String(repeating: " ", count: 1 << 21), "body over 2 MiB")
        // The bounds themselves are allowed.
        let longest = try server.admin.createSourceID([
            "name": .string(String(repeating: "n", count: 190)), "uid": .string(String(repeating: "u", count: 40)),
            "type": "graphite", "access": "proxy",
            "url": .string("http://x.test/" + String(repeating: "u", count: 2034)),
        ])
        #expect(try server.admin.call("DELETE", "/api/datasources/\(longest)").status == 200)
    }

    @Test func uidsOutsideTheGrammarAreRefused() throws {
        for uid in [String(repeating: "u", count: 41), "a/b", "a b", " ", "a.b", "ü", "a%2Fb", "a\n", "../x"] {
            try expectRefused(Self.body(["uid": .string(uid)]), message: "Invalid datasource UID.")
        }
    }

    @Test func nestingIsBounded() throws {
        let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        try expectRefused(
            "{\"name\":\"bad\",\"type\":\"graphite\",\"access\":\"proxy\",\"jsonData\":{\"a\":\(deep)}}",
            message: "bad request data")
    }

    @Test func duplicateKeysAreRefused() throws {
        let rest = "\"type\":\"graphite\",\"access\":\"proxy\""
        for members in [
            "\"name\":\"bad\",\"name\":\"worse\"", "\"name\":\"bad\",\"jsonData\":{\"a\":1,\"a\":2}",
            "\"name\":\"bad\",\"secureJsonData\":{\"a\":\"1\",\"a\":\"2\"}",
            "\"name\":\"bad\",\"n\\u0061me\":\"worse\"",
        ] {
            try expectRefused("{\(members),\(rest)}", message: "bad request data")
        }
    }

    @Test func textThatIsNoUnicodeIsRefused() throws {
        let rest = Array("\",\"type\":\"graphite\",\"access\":\"proxy\"}".utf8)
        for bytes: [UInt8] in [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82], Array("\\ud800".utf8)] {
            try expectRefused(Array("{\"name\":\"bad".utf8) + bytes + rest, message: "bad request data", "\(bytes)")
        }
    }

    @Test func idsAreDecimalAndPositive() throws {
        for text in ["abc", "0", "-1", "1.5", "99999999999999999999", "1e3", "0x1", "%31%00", "9223372036854775808"] {
            let update = Self.body([:])
            let answers = [
                try server.admin.call("GET", "/api/datasources/\(text)"),
                try server.admin.call("PUT", "/api/datasources/\(text)", json: update),
                try server.admin.call("DELETE", "/api/datasources/\(text)"),
                try server.admin.call("GET", "/api/datasources/proxy/\(text)/x"),
            ]
            for answer in answers {
                #expect(answer.status == 400, "\(text): \(answer.text)")
                #expect(try answer.json()["message"]?.string?.isEmpty == false, "\(text)")
            }
        }
        #expect(try server.admin.call("GET", "/api/datasources").json() == listBefore)
    }

    @Test func oddUIDsAndNamesInPathsAreRefused() throws {
        let long = String(repeating: "u", count: 41)
        for path in [
            "uid/\(long)", "uid/a%2Fb", "uid/a%20b", "uid/%00", "name/%zz", "name/%", "name/%ff", "uid/%2e%2e",
        ] {
            for method in ["GET", "DELETE"] {
                let answer = try server.admin.call(method, "/api/datasources/\(path)")
                #expect((400..<500).contains(answer.status), "\(method) \(path): \(answer.status)")
                #expect(try answer.json()["message"]?.string?.isEmpty == false, "\(method) \(path)")
            }
        }
        #expect(try server.admin.call("GET", "/api/datasources").json() == listBefore)
    }

    @Test func malformedHeadsAreRefusedAndTheServerLives() throws {
        let heads = [
            "GET /api/datasources HTTP/1.1\r\n\r\n", "GET /api/datasources HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET /api/datasources HTTP/1.1\r\nHost : a\r\n\r\n",
            "GET /api/datasources HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
            "GET /api/datasources HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n",
            "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST /api/datasources HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /api/datasources HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx",
            "GET /api/datasources HTTP/1.1\r\nHost: a\r\n" + (0..<5000).map { "X-\($0): 1\r\n" }.joined() + "\r\n",
            "GET /" + String(repeating: "x", count: 1 << 20) + " HTTP/1.1\r\nHost: a\r\n\r\n",
            "\u{16}\u{3}\u{1}\u{2}\u{0}\r\n\r\n",
        ]
        for head in heads {
            let connection = try RawConnection(port: server.port)
            try connection.sendTolerant(Array(head.utf8))
            let answer = try? connection.readAnswer()
            #expect((400..<500).contains(answer?.status ?? 0), "\(head.prefix(100)): \(answer?.status ?? 0)")
        }
        #expect(try server.admin.call("GET", "/api/health").status == 200)
    }
}
