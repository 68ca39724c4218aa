import TestSupport
import Testing

/// Where sources may point: destination control and SSRF (attacks.md, section 3).
@Suite struct AttackDestinationTests {
    @Test("A-075, A-076: a source at a metadata address cannot be saved")
    func metadataIsRefusedAtSave() throws {
        let house = try AttackHouse()
        for url in [
            "http://169.254.169.254/", "169.254.169.254", "http://[fd00:ec2::254]/", "http://168.63.129.16/",
            "http://100.100.100.200/", "http://[::ffff:169.254.169.254]/", "http://[64:ff9b::a9fe:a9fe]/",
            "http://[fe80::1]:9090",
        ] {
            let made = try house.call(
                house.admin, "POST", "/api/datasources", json: AttackHouse.source("meta", url: url))
            #expect(made.status == 400, "\(url)")
            #expect(try made.json()["detail"]?.string == "url: Headgate may not connect there", "\(url)")
            let id = try #require(try house.admin.call("GET", "/api/datasources/uid/p1").json()["id"]?.int)
            let moved = try house.call(
                house.admin, "PUT", "/api/datasources/\(id)", json: AttackHouse.source("p1", url: url))
            #expect(moved.status == 400, "\(url)")
        }
        #expect(try house.call(house.viewer, "GET", AttackHouse.path + "/x").status == 200)
        try house.expectSound()
    }

    @Test("A-076, A-084, A-086: a url that some reader could take for another place cannot be saved or tried")
    func otherSpellingsAreRefused() throws {
        let house = try AttackHouse()
        for url in [
            "http://2852039166/", "http://0xa9fea9fe/", "http://0251.0376.0251.0376/", "http://169.254.43518/",
            "http://127.1/", "http://0/", "http://localhost.", "http://１２７.0.0.1/", "http://127.0.0.01",
            "http://internal\u{3002}corp", "http://intern\u{AD}al.corp", "http://\u{212A}ube.corp",
            "http://xn--internal-.corp",
            "file:///etc/passwd", "unix:///var/run/docker.sock", "http+unix://x", "gopher://x", "ftp://x",
            "jar:http://x!/",
            "data:text/html,x", "//host", "://host",
        ] {
            let source = AttackHouse.source("odd", url: url)
            for (method, target) in [
                ("POST", "/api/datasources"), ("PUT", "/api/datasources/uid/p1"), ("POST", "/api/datasources/test"),
            ] {
                let answer = try house.call(house.admin, method, target, json: source)
                #expect(answer.status == 400, "\(method) \(url): \(answer.status)")
            }
        }
        #expect(try house.call(house.viewer, "GET", AttackHouse.path + "/x").status == 200)
        #expect(house.upstream.requests.map(\.target) == ["/base/x"])
        try house.expectSound()
    }

    @Test("A-075, A-078: a name that leads to a closed address is refused at the dial, without saying why")
    func aNameIsRefusedAtTheDial() throws {
        // This name resolves without a name server, and its address is known to be closed only then.
        let house = try AttackHouse(arguments: ["--proxy-allow-loopback", "false"], host: "localhost")
        let answer = try house.call(house.viewer, "GET", AttackHouse.path + "/x")
        #expect(answer.status == 403)
        #expect(try answer.json()["phase"]?.string == "connect")
        #expect(try answer.json()["message"]?.string == "Headgate may not connect to where the data source is")
        #expect(house.upstream.connectionCount == 0)
        try house.expectSound()
    }

    @Test(
        "A-078, A-091: a database at a closed address is not dialled, and no text says where it is",
        arguments: [("postgres", true), ("mysql", true), ("mssql", true), ("mysql", false)])
    func databasesAreRefusedAtTheDial(type: String, isClosed: Bool) throws {
        let house = try AttackHouse(arguments: isClosed ? ["--proxy-allow-loopback", "false"] : [], host: "localhost")
        // What would greet, if it were asked.
        let database = try ScriptedUpstream(
            onAccept: { _ in [.send([12, 0, 0, 0, 10] + Array("8.0.34".utf8) + [0, 1, 2, 3, 4])] }, answer: { _ in [] })
        let made = try house.call(
            house.admin, "POST", "/api/datasources",
            json: AttackHouse.source("db", url: "localhost:\(database.port)", type: type))
        #expect(made.status == 200)
        let query: JSONTree = [
            "from": "1700000000000", "to": "1700003600000",
            "queries": [["refId": "A", "datasource": ["uid": "db"], "rawSql": "SELECT 1", "format": "table"]],
        ]
        for caller in [house.viewer, house.admin] {
            let answers = [
                try house.call(caller, "GET", "/api/datasources/uid/db/health"),
                try house.call(caller, "POST", "/api/ds/query", json: query),
            ]
            #expect(answers[0].status == (isClosed ? 400 : 200), "\(answers[0].text)")
            #expect(answers.allSatisfy { !$0.text.contains("127.0.0.1") && !$0.text.contains("localhost") })
        }
        #expect((database.connectionCount == 0) == isClosed)
        try house.expectSound()
    }

    @Test("A-075, A-078, A-091: a source that is tried and not saved leads nowhere else")
    func triedSourcesAreHeldToTheSameRules() throws {
        let house = try AttackHouse(arguments: ["--proxy-allow-loopback", "false"], host: "localhost")
        for (type, url) in [
            ("prometheus", "http://169.254.169.254/"), ("prometheus", "http://[::ffff:169.254.169.254]/"),
            ("some-plugin", "http://127.0.0.1:\(house.upstream.port)"), ("mysql", "169.254.169.254:3306"),
        ] {
            let answer = try house.call(
                house.admin, "POST", "/api/datasources/test", json: AttackHouse.source("x", url: url, type: type))
            #expect(answer.status == 400, "\(url)")
            #expect(try answer.json()["detail"]?.string == "url: Headgate may not connect there", "\(url)")
        }
        for type in ["prometheus", "some-plugin", "mysql", "mssql", "postgres"] {
            let url = "localhost:\(house.upstream.port)"
            let answer = try house.call(
                house.admin, "POST", "/api/datasources/test", json: AttackHouse.source("x", url: url, type: type))
            #expect(answer.status == 400)
            #expect(try answer.json()["phase"]?.string == "connect", "\(answer.text)")
            #expect(!answer.text.contains("127.0.0.1") && !answer.text.contains("localhost"))
        }
        #expect(house.upstream.connectionCount == 0)
        try house.expectSound()
    }

    @Test("A-089: with loopback closed, a source on this machine cannot be saved by its address")
    func loopbackCanBeClosed() throws {
        let house = try AttackHouse(arguments: ["--proxy-allow-loopback", "false"], host: "localhost")
        for url in ["http://127.0.0.1:2375", "http://[::1]:80", "http://0.0.0.0:80", "http://[::]:80"] {
            let made = try house.call(house.admin, "POST", "/api/datasources", json: AttackHouse.source("l", url: url))
            #expect(made.status == 400, "\(url)")
        }
        try house.expectSound()
    }

    @Test("A-083: only the host that is allowed is reached, whatever the URL looks like")
    func lookAlikesAreRefused() throws {
        let house = try AttackHouse(arguments: ["--proxy-allow", "allowed.test:443,localhost"], host: "localhost")
        for url in [
            "https://allowed.test@evil.test", "https://allowed.test%40evil.test", "https://allowed.test\\@evil.test",
            "https://allowed.test#@evil.test:444", "https://evil.test/allowed.test", "https://allowed.test.evil.test",
            "https://xallowed.test", "https://allowed.test:443@evil.test:443", "https://allowed.test:444",
            "http://allowed.test", "https://allowed.te\tst",
        ] {
            let made = try house.call(
                house.admin, "POST", "/api/datasources", json: AttackHouse.source("s", url: url))
            let isRefused = made.status == 400
            // What follows `#` is no part of a URL's authority: this one is the allowed host.
            #expect(isRefused == (url != "https://allowed.test#@evil.test:444"), "\(url)")
        }
        try house.expectSound()
    }
}
