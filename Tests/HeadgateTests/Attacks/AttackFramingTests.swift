import TestSupport
import Testing

/// Message framing, header rules and paths (attacks.md, sections 4 and 5): exact bytes in, exact requests at the
/// source.
@Suite struct AttackFramingTests {
    /// Sends `attack`, with a request behind it on the same connection and one beside it on another, and demands: a
    /// refusal that
    /// ends the connection, nothing at the source but the request beside, that one unharmed.
    private func expectRefused(
        _ attack: String, in house: AttackHouse, statuses: Set<Int> = [400], _ name: String,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        let before = house.upstream.requests.count
        let connection = try RawConnection(port: house.server.port)
        let behind = house.admin.request("GET", AttackHouse.path + "/behind", close: false)
        try connection.sendTolerant(Array(attack.utf8) + behind)
        let answer = try? connection.readAnswer()
        #expect(statuses.contains(answer?.status ?? 0), "\(name): \(answer?.status ?? 0)", sourceLocation: location)
        let rest = try connection.readToEnd()
        #expect(rest.bytes.isEmpty, "\(name): \(String(decoding: rest.bytes, as: UTF8.self))", sourceLocation: location)
        let beside = try house.call(house.admin, "GET", AttackHouse.path + "/beside")
        #expect(beside.text == "source /base/beside", "\(name)", sourceLocation: location)
        let seen = house.upstream.requests
        #expect(
            seen.count == before + 1 && seen.allSatisfy { $0.target == "/base/beside" }, "\(name)",
            sourceLocation: location)
    }

    private static let lines: [(name: String, lines: String)] = [
        ("A-096", "Content-Length: 6\r\nTransfer-Encoding: chunked"),
        ("A-097", "Transfer-Encoding: chunked\r\nContent-Length: 6"),
        ("A-098 x", "Transfer-Encoding: xchunked"), ("A-098 list", "Transfer-Encoding: chunked, identity"),
        ("A-098 list back", "Transfer-Encoding: identity, chunked"), ("A-098 vtab", "Transfer-Encoding: chunked\u{0B}"),
        ("A-098 nul", "Transfer-Encoding: chunked\u{0}"),
        ("A-098 two", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
        ("A-098 space", "Transfer-Encoding : chunked"), ("A-098 empty", "Transfer-Encoding:"),
        ("A-098 gzip", "Transfer-Encoding: gzip"),
        ("A-099 differ", "Content-Length: 5\r\nContent-Length: 6"),
        ("A-099 equal", "Content-Length: 5\r\nContent-Length: 5"),
        ("A-099 list", "Content-Length: 5, 5"), ("A-099 list 3", "Content-Length: 5,5,5"),
        ("A-100 plus", "Content-Length: +5"), ("A-100 minus zero", "Content-Length: -0"),
        ("A-100 minus", "Content-Length: -5"),
        ("A-100 hex", "Content-Length: 0x5"), ("A-100 zero", "Content-Length: 05"),
        ("A-100 under", "Content-Length: 5_0"),
        ("A-100 gap", "Content-Length: 1 0"), ("A-100 empty", "Content-Length:"),
        ("A-100 wraps", "Content-Length: 18446744073709551621"),
        ("A-100 exponent", "Content-Length: 1e1"), ("A-101 bare LF", "X: a\nY: b"), ("A-101 bare CR", "X: a\rY: b"),
        ("A-101 CR CR LF", "X: a\r\r\nY: b"), ("A-106 fold", "X: a\r\n b"),
        ("A-106 fold te", "Transfer-Encoding:\r\n chunked"),
        ("A-106 colon", "Content-Length : 5"), ("A-106 no colon", "nonsense"), ("A-106 no name", ": x"),
        ("A-106 blank", "X: a\r\n \t\r\nY: b"),
        ("A-106 nul", "X: a\u{0}b"), ("A-106 del", "X: a\u{7F}b"), ("A-106 nul name", "X\u{0}: a"),
        ("A-106 name", "X\u{E9}: a"),
        ("A-115 two hosts", "Host: evil"), ("A-124 two types", "Content-Type: a\r\nContent-Type: b"),
    ]

    @Test("A-096 to A-106, A-115, A-124: ambiguous heads are refused, the connection ends, no source sees a byte")
    func ambiguousHeadsAreRefused() throws {
        let house = try AttackHouse()
        for (name, lines) in Self.lines {
            for body in ["0\r\n\r\nG", "5\r\nhello\r\n0\r\n\r\n"] {
                try expectRefused(house.head() + lines + "\r\n\r\n" + body, in: house, name)
            }
        }
        try house.expectSound()
    }

    @Test("A-101, A-107, A-114, A-115, A-123: odd request lines and hosts are refused")
    func oddRequestLinesAreRefused() throws {
        let house = try AttackHouse()
        let good = house.head("GET", "/x")
        let authorization = good.split(separator: "\r\n")[2]
        func request(_ line: String, host: String = "Host: h\r\n") -> String {
            "\(line)\r\n\(host)\(authorization)\r\n\r\n"
        }
        let path = AttackHouse.path
        let cases: [(String, String, Set<Int>)] = [
            ("A-101 LF", good.replacing("\r\n", with: "\n") + "\n", [400]),
            ("A-101 CRs", "\r\r\n" + good + "\r\n", [400]),
            (
                "A-107 TE in 1.0",
                "POST \(path)/x HTTP/1.0\r\nHost: h\r\n\(authorization)\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                [400]
            ),
            ("A-107 0.9", "GET \(path)/x\r\n", [400, 505]),
            ("A-107 1.2", request("GET \(path)/x HTTP/1.2"), [400, 505]),
            ("A-107 01.1", request("GET \(path)/x HTTP/01.1"), [400, 505]),
            ("A-107 case", request("GET \(path)/x http/1.1"), [400, 505]),
            ("A-107 2.0", request("GET \(path)/x HTTP/2.0"), [400, 505]),
            ("A-107 h2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [400, 404, 505]),
            ("A-114 CONNECT", request("CONNECT evil:443 HTTP/1.1"), [400, 404, 405]),
            ("A-114 star", request("GET * HTTP/1.1"), [400, 404]),
            ("A-115 none", request("GET \(path)/x HTTP/1.1", host: ""), [400]),
            ("A-115 userinfo", request("GET \(path)/x HTTP/1.1", host: "Host: u@h\r\n"), [400]),
            ("A-115 path", request("GET \(path)/x HTTP/1.1", host: "Host: h/x\r\n"), [400]),
            ("A-115 port", request("GET \(path)/x HTTP/1.1", host: "Host: h:99999\r\n"), [400]),
            ("A-115 list", request("GET \(path)/x HTTP/1.1", host: "Host: a, b\r\n"), [400]),
            ("A-123 space", request("GET \(path)/x y HTTP/1.1"), [400, 505]),
            ("A-123 tab", request("GET\t\(path)/x HTTP/1.1"), [400]),
            ("A-123 method", request(String(repeating: "M", count: 10_000) + " \(path)/x HTTP/1.1"), [400]),
            ("A-123 high", request("GET \(path)/\u{E9} HTTP/1.1"), [400]),
            ("A-123 fragment", request("GET \(path)/x#y HTTP/1.1"), [400]),
            ("A-116 method", request("GET%0d%0aX \(path)/x HTTP/1.1"), [400, 404]),
            ("A-132 NUL", request("GET \(path)/x\u{0} HTTP/1.1"), [400]),
            (
                "A-143 target", request("GET \(path)/" + String(repeating: "x", count: 1 << 20) + " HTTP/1.1"),
                [414, 431]
            ),
            ("A-143 field", good + "X: " + String(repeating: "x", count: 1 << 20) + "\r\n\r\n", [431]),
            ("A-148 fields", good + (0..<5_000).map { "X\($0): 1\r\n" }.joined() + "\r\n", [431]),
        ]
        for (name, attack, statuses) in cases {
            let before = house.upstream.requests.count
            let answer = try house.raw(attack)
            #expect(statuses.contains(answer?.status ?? 0), "\(name): \(answer?.status ?? 0)")
            #expect(house.upstream.requests.count == before, "\(name)")
        }
        try house.expectSound()
    }

    @Test("A-098, A-100: chunks that two readers could count differently end the connection, on both planes")
    func oddChunksEndTheConnection() throws {
        let house = try AttackHouse()
        let bodies = [
            "size": "zz\r\n", "no size": "\r\n", "sign": "+2\r\nok\r\n", "prefix": "0x2\r\nok\r\n",
            "blank": " 2\r\nok\r\n",
            "extension": "2;a=b\r\nok\r\n", "wraps": "10000000000000002\r\nok\r\n", "underscore": "0_2\r\nok\r\n",
            "line feed": "2\nok\r\n", "short": "1\r\nok\r\n", "long": "3\r\nok\r\n", "no end": "2\r\nok0\r\n\r\n",
            "carriage return": "2\r\rok\r\n", "trailer": "0\r\nno colon\r\n\r\n",
            "folded trailer": "0\r\nX: a\r\n b\r\n\r\n",
            "trailer's line feed": "0\r\nX: a\nY: b\r\n\r\n",
        ]
        for (name, body) in bodies {
            try expectRefused(
                house.head() + "Transfer-Encoding: chunked\r\n\r\n\(body)0\r\n\r\n", in: house, "proxied \(name)")
            let control = house.head().replacing(AttackHouse.path + "/x", with: "/api/datasources")
            try expectRefused(
                control + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n\(body)0\r\n\r\n",
                in: house, "control \(name)")
        }
        try house.expectSound()
    }

    @Test("A-114, A-115: what a caller says of hosts is nowhere to be seen at a source, and leads nowhere")
    func hostsOfCallersLeadNowhere() throws {
        let house = try AttackHouse()
        let evil = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("evil"))] }
        let fields = house.head("GET", "/x").split(separator: "\r\n").dropFirst(2).joined(separator: "\r\n")
        let claims = "X-Forwarded-Host: evil.test\r\nForwarded: host=evil.test\r\nX-Forwarded-Server: h\r\n"
        let cases: [(String, Int)] = [
            ("GET http://127.0.0.1:\(evil.port)\(AttackHouse.path)/x HTTP/1.1", 200),
            ("GET https://evil.test\(AttackHouse.path)/x HTTP/1.1", 200),
            ("GET http://127.0.0.1:\(evil.port)/x HTTP/1.1", 404), ("GET //127.0.0.1:\(evil.port)/x HTTP/1.1", 404),
            ("OPTIONS * HTTP/1.1", 404), ("GET http://evil.test@h\(AttackHouse.path)/x HTTP/1.1", 400),
            ("CONNECT 127.0.0.1:\(evil.port) HTTP/1.1", 400),
        ]
        for (line, status) in cases {
            let answer = try house.raw("\(line)\r\nHost: evil.test\r\n\(fields)\r\n\(claims)\r\n")
            #expect(answer?.status == status, "\(line): \(answer?.status ?? 0)")
            #expect(answer.map { !"\($0.fields)".contains("evil") } ?? false, "\(line)")
        }
        #expect(house.upstream.requests.count == 2)
        for request in house.upstream.requests {
            #expect(request.target == "/base/x" && request.field("host") == "127.0.0.1:\(house.upstream.port)")
            #expect(!request.head.contains("evil"))
        }
        #expect(evil.connectionCount == 0)
        try house.expectSound()
    }

    @Test("A-118: no name becomes a line of a request")
    func namesAreNoLines() throws {
        let house = try AttackHouse(jsonData: ["sendUserHeader": true])
        let root = house.server.admin
        for name in ["k\r\nX-Admin: 1", "k\nX-Admin: 1", "k\u{0}", "k\u{7F}", "k\r"] {
            let key: JSONTree = ["name": .string(name), "role": "Admin"]
            #expect(try house.call(house.admin, "POST", "/api/auth/keys", json: key).status == 400)
            let account: JSONTree = ["name": .string(name), "role": "Viewer"]
            #expect(try house.call(house.admin, "POST", "/api/serviceaccounts", json: account).status == 400)
            let user: JSONTree = ["name": "u", "login": .string(name), "password": "long enough"]
            #expect(try house.call(root, "POST", "/api/admin/users", json: user).status == 400)
        }
        for (index, name) in ["k%0d%0aX-Admin: 1", "größe", "a: b, c; d=\"e\""].enumerated() {
            let key: JSONTree = ["name": .string(name), "role": "Viewer"]
            let made = try root.call("POST", "/api/auth/keys", json: key).json()["key"]?.string
            let caller = Caller(port: house.server.port, authorization: "Bearer \(try #require(made))")
            #expect(try caller.call("GET", AttackHouse.path + "/\(index)").status == 200)
            let head = try #require(house.upstream.requests.first { $0.target == "/base/\(index)" }?.head)
            let lines = head.components(separatedBy: "\r\n").filter {
                $0.contains("X-Admin") || $0.contains("X-Grafana-User")
            }
            #expect(lines == ["X-Grafana-User: api-key-\(name)"])
        }
        try house.expectSound()
    }

    @Test("A-105: trailers are no fields")
    func trailersAreDropped() throws {
        let house = try AttackHouse()
        let trailers = [
            "Content-Length: 5", "Host: evil", "Authorization: Basic evil", "X-Scope-OrgID: evil",
            "X-Grafana-Org-Id: 2",
        ]
        for (index, trailer) in trailers.enumerated() {
            let connection = try RawConnection(port: house.server.port)
            try connection.send(
                house.head("POST", "/\(index)") + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\(trailer)\r\n\r\n"
            )
            #expect(try connection.readAnswer().status == 200)
            try connection.send(house.admin.request("GET", AttackHouse.path + "/next\(index)", close: false))
            #expect(try connection.readAnswer().text == "source /base/next\(index)")
        }
        let received = house.upstream.connections.current.flatMap(\.received)
        #expect(!ByteSearch.bytes(received, contain: Array("evil".utf8)))
        #expect(!house.upstream.requests.contains { $0.head.contains("X-Grafana-Org-Id") })
        try house.expectSound()
    }

    @Test("A-108: a body of GET, HEAD or OPTIONS is forwarded as a body and never read as a request")
    func bodiesOfGetAreBodies() throws {
        let house = try AttackHouse()
        let hidden = "GET \(AttackHouse.path)/hidden HTTP/1.1\r\nHost: h\r\n\r\n"
        let connection = try RawConnection(port: house.server.port)
        for (index, method) in ["GET", "HEAD", "OPTIONS", "DELETE", "GET"].enumerated() {
            // The last is answered here, on the control plane.
            let target = index == 4 ? "/api/health" : AttackHouse.path + "/\(index)"
            try connection.send(house.admin.request(method, target, body: Array(hidden.utf8), close: false))
            #expect(try connection.readAnswer(to: method).status == 200, "\(method)")
        }
        try connection.send(house.admin.request("GET", AttackHouse.path + "/last", close: false))
        #expect(try connection.readAnswer().text == "source /base/last")
        let seen = house.upstream.requests
        #expect(seen.map(\.target) == ["/base/0", "/base/1", "/base/2", "/base/3", "/base/last"])
        #expect(seen.prefix(4).allSatisfy { String(decoding: $0.body, as: UTF8.self) == hidden })
        try house.expectSound()
    }

    @Test("A-108: a refused call's body is not read as the next request")
    func refusedBodiesAreNoRequests() throws {
        let house = try AttackHouse()
        let hidden = house.admin.request("GET", AttackHouse.path + "/hidden", close: false)
        let nobody = Caller(port: house.server.port, authorization: nil)
        for (caller, target) in [
            (nobody, AttackHouse.path + "/x"), (house.admin, "/api/datasources/proxy/uid/none/x"),
            (house.admin, AttackHouse.path + "/../x"),
            (nobody, "/api/datasources"), (house.admin, "/api/none"),
        ] {
            let connection = try RawConnection(port: house.server.port)
            try connection.send(caller.request("POST", target, body: hidden, close: false))
            #expect((400..<500).contains(try connection.readAnswer().status))
            try connection.sendTolerant(house.admin.request("GET", "/api/health", close: true))
            let rest = try connection.readToEnd()
            #expect(!ByteSearch.bytes(rest.bytes, contain: Array("hidden".utf8)), "\(target)")
        }
        #expect(house.upstream.connectionCount == 0)
        try house.expectSound()
    }

    @Test("A-110: an upgrade ends here, and what follows it is no tunnel")
    func upgradesEndHere() throws {
        let house = try AttackHouse()
        let connection = try RawConnection(port: house.server.port)
        try connection.send(
            house.head("GET", "/x")
                + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n"
        )
        #expect(try connection.readAnswer().status == 200)
        let head = house.upstream.requests.first?.head.lowercased() ?? ""
        #expect(!head.contains("upgrade") && !head.contains("http2") && !head.contains("connection:"))
        try connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        #expect(try connection.readAnswer().status >= 400)
        #expect(house.upstream.requests.count == 1)
        try house.expectSound()
    }

    @Test(
        "A-133, A-134, A-138, A-139: the source reads the same bytes that the caller sent",
        arguments: [
            ("", "/base"), ("/", "/base"), ("//", "/base/"), ("?x=1", "/base?x=1"),
            ("/team%2Fapp/%2Fx", "/base/team%2Fapp/%2Fx"),
            ("/Our%20devices", "/base/Our%20devices"), ("/a%2Bb+c?d=e+f%2B", "/base/a%2Bb+c?d=e+f%2B"),
            ("/100%25", "/base/100%25"),
            ("/a?query=up;match[]=x&amp;query=%71", "/base/a?query=up;match[]=x&amp;query=%71"),
            ("/a?&&=x&q=%zz", "/base/a?&&=x&q=%zz"),
        ])
    func bytesStayTheSame(_ sent: String, _ seen: String) throws {
        let house = try AttackHouse()
        #expect(try house.call(house.admin, "GET", AttackHouse.path + sent).status == 200)
        #expect(house.upstream.requests.map(\.target) == [seen])
        try house.expectSound()
    }

    @Test("A-191, A-192, A-205: what a source answers does not act in our name")
    func answersDoNotActHere() throws {
        let fields =
            "Set-Cookie: grafana_session=evil\r\nClear-Site-Data: \"*\"\r\nWWW-Authenticate: Basic\r\nService-Worker-Allowed: /\r\n"
            + "Refresh: 0; url=http://evil.test\r\nX-Accel-Redirect: /internal\r\nNEL: {}\r\nAlt-Svc: h2=\"evil:443\"\r\n"
            + "Strict-Transport-Security: max-age=1\r\nContent-Security-Policy: default-src *\r\n"
        let house = try AttackHouse { request in
            let status = request.target == "/base/401" ? "401 No" : "200 OK"
            return [
                .send(
                    ScriptedUpstream.answer("<script>", status: status, fields: fields + "Content-Type: text/html\r\n"))
            ]
        }
        let page = try house.call(house.admin, "GET", AttackHouse.path + "/page")
        #expect(page.status == 200 && page.field("content-security-policy") == "sandbox")
        #expect(page.field("x-content-type-options") == "nosniff" && page.field("set-cookie") == nil)
        for name in [
            "clear-site-data", "service-worker-allowed", "refresh", "x-accel-redirect", "nel", "alt-svc",
            "strict-transport-security",
        ] { #expect(page.field(name) == nil, "\(name)") }
        let refused = try house.call(house.admin, "GET", AttackHouse.path + "/401")
        #expect(refused.status == 400 && refused.field("www-authenticate") == nil && !refused.text.contains("script"))
        try house.expectSound()
    }
}
