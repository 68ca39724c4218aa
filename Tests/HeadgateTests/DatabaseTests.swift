import TestSupport
import Testing

/// Data sources that speak a database's own protocol.
@Suite struct DatabaseTests {
    private static func source(
        _ type: String, _ address: String, password: String = PostgresProcess.password
    ) -> JSONTree {
        [
            "name": .string(type), "uid": "db", "type": .string(type), "access": "proxy", "url": .string(address),
            "user": .string(PostgresProcess.user),
            "jsonData": ["database": .string(PostgresProcess.database), "sslmode": "disable"],
            "secureJsonData": ["password": .string(password)],
        ]
    }

    private static func query(_ sql: String, _ caller: Caller) throws -> RawAnswer {
        try caller.call(
            "POST", "/api/ds/query",
            json: [
                "from": "1700000000000", "to": "1700003600000",
                "queries": [
                    ["refId": "A", "datasource": ["uid": "db"], "rawSql": .string(sql), "format": "table"]
                ],
            ])
    }

    @Test(arguments: ["postgres", "grafana-postgresql-datasource"])
    func postgresIsAskedAndItsPasswordStaysInside(type: String) throws {
        let postgres = try PostgresProcess()
        let server = try HeadgateProcess()
        // By its name: what it resolves to has other addresses that nobody listens on.
        _ = try server.admin.createSource(Self.source(type, "localhost:\(postgres.port)"))
        let viewer = try server.caller(role: .viewer)
        var answers = [try viewer.call("GET", "/api/datasources/uid/db/health")]
        #expect(answers[0].status == 200)
        #expect(try answers[0].json()["message"] == "Database Connection OK")
        answers.append(try Self.query("SELECT 41 + 1 AS n, current_user::text AS who", viewer))
        let values = try answers[1].json()["results"]?["A"]?["frames"]?.array?.first?["data"]?["values"]
        #expect(values == [[42], [.string(PostgresProcess.user)]], "\(answers[1].text)")
        answers.append(try Self.query("SELEC 1", viewer))
        #expect(answers[2].status == 400 && answers[2].text.contains("syntax error"))
        let made = try server.admin.call(
            "PUT", "/api/datasources/uid/db", json: Self.source(type, postgres.address, password: "wrong-one"))
        #expect(made.status == 200)
        for caller in [viewer, server.admin] {
            answers.append(try caller.call("GET", "/api/datasources/uid/db/health"))
            answers.append(try Self.query("SELECT 1", caller))
        }
        #expect(answers[3...].allSatisfy { $0.status == 400 })
        // Who may not see where a source is does not read it in an error either; in a query's nobody does.
        #expect([3, 4, 6].allSatisfy { !answers[$0].text.contains("127.0.0.1") })
        #expect(answers[5].text.contains("password authentication failed"))
        for secret in ByteSearch.disguises(of: PostgresProcess.password) {
            #expect(answers.allSatisfy { !ByteSearch.bytes($0.body, contain: secret) })
            #expect(!ByteSearch.bytes(server.printed.output + server.printed.errors, contain: secret))
        }
    }

    private static func request(_ queries: [JSONTree], of caller: Caller) -> [UInt8] {
        let body: JSONTree = ["from": "1700000000000", "to": "1700003600000", "queries": .array(queries)]
        return caller.request(
            "POST", "/api/ds/query", fields: [("Content-Type", "application/json")], body: Array(body.text.utf8))
    }

    private static func statement(_ refID: String, _ sql: String) -> JSONTree {
        ["refId": .string(refID), "datasource": ["uid": "db"], "rawSql": .string(sql), "format": "table"]
    }

    @Test("A-167, A-227: statements end at the server when whoever asked has left, however it leaves")
    func statementsEndWithTheirCaller() throws {
        let postgres = try PostgresProcess()
        let server = try HeadgateProcess()
        _ = try server.admin.createSource(Self.source("postgres", postgres.address))
        let queries = ["A", "B"].map { Self.statement($0, "SELECT pg_sleep(3600)") }
        for isReset in [true, false] {
            let connection = try RawConnection(port: server.port)
            try connection.send(Self.request(queries, of: server.admin))
            try postgres.waitForStatements(2, with: "pg_sleep")
            if isReset { connection.socket.reset() } else { connection.socket.close() }
            try postgres.waitForStatements(0, with: "pg_sleep")
        }
        #expect(try Self.query("SELECT 1", server.admin).status == 200)
    }

    @Test("A-152: a statement that takes too long costs its query, and the queries beside it nothing")
    func statementsEndWithTheTimeOfTheirRequest() throws {
        let postgres = try PostgresProcess()
        let server = try HeadgateProcess(arguments: ["--query-seconds", "4"])
        _ = try server.admin.createSource(Self.source("postgres", postgres.address))
        _ = try server.admin.createSource(["uid": "t", "name": "t", "type": "testdata", "access": "proxy"])
        let connection = try RawConnection(port: server.port)
        let made: JSONTree = [
            "refId": "C", "datasource": ["uid": "t"], "scenarioId": "csv_metric_values", "stringInput": "1,2",
        ]
        try connection.send(
            Self.request(
                [Self.statement("A", "SELECT pg_sleep(3600)"), Self.statement("B", "SELECT 7"), made], of: server.admin)
        )
        let answer = try connection.readAnswer()
        #expect(answer.status == 400)
        let results = try answer.json()["results"]
        #expect(results?["A"]?["error"]?.string == "The request took longer than a request to a data source may")
        #expect(results?["A"]?["status"]?.int == 504)
        #expect(results?["B"]?["frames"]?.array?.first?["data"]?["values"] == [[7]])
        #expect(results?["C"]?["frames"]?.array?.count == 1)
        try postgres.waitForStatements(0, with: "pg_sleep")
    }

    @Test func aStatementUnderWayHoldsNoStop() throws {
        let postgres = try PostgresProcess()
        let server = try HeadgateProcess(arguments: ["--drain-seconds", "1"])
        _ = try server.admin.createSource(Self.source("postgres", postgres.address))
        let admin = server.admin
        Parallel.start { _ = try? Self.query("SELECT pg_sleep(600)", admin) }
        try postgres.waitForStatements(with: "pg_sleep")
        #expect(try server.stop().exit == .code(0))
    }

    /// MySQL greets by itself; SQL Server answers a first message.
    @Test(
        arguments: [
            ("mysql", [12, 0, 0, 0, 10] + Array("8.0.34".utf8) + [0, 1, 2, 3, 4]),
            ("mssql", [0x04, 0x01, 0x00, 0x2B, 0, 0, 1, 0, 0]),
        ] as [(String, [UInt8])])
    func greetingsAreRead(type: String, greeting: [UInt8]) throws {
        let words: [[ScriptedUpstream.Step]] = [
            [.sendBytewise(greeting), .awaitPeer], [.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)), .close],
            [.send(Array(greeting.prefix(3))), .reset], [.close],
        ]
        let upstream = try ScriptedUpstream(onAccept: { words[$0] }, answer: { _ in [] })
        let server = try HeadgateProcess()
        _ = try server.admin.createSource(Self.source(type, "localhost:\(upstream.port)"))
        let reports = try words.map { _ in try server.admin.call("GET", "/api/datasources/uid/db/health") }
        #expect(reports.map(\.status) == [200, 400, 400, 400])
        #expect(try reports[0].json()["message"] == "Database Connection OK")
        #expect(reports[1].text.contains("protocol"))
        // An end this early may be seen while the connection is made, while the first message leaves, or behind it.
        #expect(reports[2...].allSatisfy { $0.text.contains(" failed") })
        #expect(upstream.connectionCount == words.count)
    }
}
