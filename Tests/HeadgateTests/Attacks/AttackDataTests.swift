import Foundation
import TestSupport
import Testing

/// Sizes, stored data and races (attacks.md, sections 6 and 7), over the real executable.
@Suite struct AttackDataTests {
    @Test(
        "A-149: a body beyond 2 MiB is refused by either framing before it has come, and the control plane stores nothing"
    )
    func hugeBodiesAreRefused() throws {
        let house = try AttackHouse()
        let head =
            "POST /api/datasources HTTP/1.1\r\nHost: h\r\nAuthorization: \(house.admin.authorization ?? "")\r\nContent-Type: application/json\r\n"
        #expect(try house.raw(head + "Content-Length: 10737418240\r\n\r\n{")?.status == 413)
        let chunk = "100000\r\n" + String(repeating: " ", count: 1 << 20) + "\r\n"
        #expect(try house.raw(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + chunk)?.status == 413)
        try house.expectSound()
    }

    @Test("A-149: a proxied body of any size is streamed")
    func largeBodiesAreStreamed() throws {
        let house = try AttackHouse()
        let body = [UInt8](repeating: UInt8(ascii: "b"), count: 8 << 20)
        #expect(try house.call(house.admin, "POST", AttackHouse.path + "/x", body: body).status == 200)
        #expect(house.upstream.requests.first?.body.count == body.count)
    }

    @Test(
        "A-172, A-175: text is stored as text, whatever language it is in",
        arguments: [
            "x'; DROP TABLE data_source;--", "x\" OR \"1\"=\"1", "100% _ \\ [a] *", "<script>alert(1)</script>",
            "=cmd|' /C calc'!A0", "${7*7}{{7*7}}",
            "\u{202E}gpj", "a/b c?d#e",
        ])
    func textIsStoredLiterally(_ text: String) throws {
        let house = try AttackHouse()
        let source: JSONTree = [
            "name": .string(text), "type": "graphite", "access": "proxy", "url": "http://a.test", "user": .string(text),
            "database": .string(text), "jsonData": ["x": .string(text)],
        ]
        #expect(try house.call(house.admin, "POST", "/api/datasources", json: source).status == 200)
        let name = try #require(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        let read = try house.call(house.admin, "GET", "/api/datasources/name/\(name)")
        let json = try read.json()
        #expect(json["name"]?.string == text && json["user"]?.string == text && json["jsonData"]?["x"]?.string == text)
        #expect(read.field("x-content-type-options") == "nosniff" && !read.text.contains("<script>"))
        #expect(try house.call(house.admin, "DELETE", "/api/datasources/name/\(name)").status == 200)
        #expect(try house.call(house.admin, "GET", "/api/datasources").json().array?.count == 1)
        try house.expectSound()
    }

    @Test("A-178: of parallel updates that set the default exactly one wins")
    func oneDefaultIsLeft() throws {
        let house = try AttackHouse()
        for index in 0..<10 {
            _ = try house.admin.createSource(AttackHouse.source("d\(index)", url: house.upstream.url))
        }
        let (admin, url) = (house.admin, house.upstream.url)
        let statuses = try Parallel.run(40) { index -> Int in
            var source = AttackHouse.source("d\(index % 10)", url: url).object ?? [:]
            source["isDefault"] = true
            return (try? admin.call("PUT", "/api/datasources/uid/d\(index % 10)", json: .object(source)).status) ?? 0
        }
        #expect(statuses.allSatisfy { $0 == 200 })
        let list = try house.call(house.admin, "GET", "/api/datasources").json().array ?? []
        #expect(list.filter { $0["isDefault"] == true }.count == 1)
        try house.expectSound()
    }

    @Test("A-188: a deleted source is gone by every name, and its server is left alone")
    func deletedSourcesAreGone() throws {
        let house = try AttackHouse()
        let id = try #require(try house.admin.call("GET", "/api/datasources/uid/p1").json()["id"]?.int)
        #expect(try house.call(house.admin, "DELETE", "/api/datasources/uid/p1").status == 200)
        for target in [
            "/api/datasources/\(id)", "/api/datasources/uid/p1", "/api/datasources/name/source%20p1",
            "/api/datasources/id/source%20p1",
            AttackHouse.path + "/x", "/api/datasources/proxy/\(id)/x",
        ] {
            #expect(try house.call(house.admin, "GET", target).status == 404, "\(target)")
        }
        #expect(house.upstream.connectionCount == 0)
        try house.expectSound()
    }

    @Test("A-162, A-163: what callers send neither becomes a metric nor a second log line")
    func observationsAreBounded() throws {
        let house = try AttackHouse { _ in [.close] }
        // Phases and status classes come and go, within their fixed sets.
        func names() throws -> Set<Substring> {
            let text = try house.call(house.admin, "GET", "/metrics").text
            return Set(text.matches(of: /(?:source|endpoint|org)="[^"]*"/).map(\.output))
        }
        _ = try house.call(house.admin, "POST", AttackHouse.path + "/first")
        _ = try house.call(house.admin, "GET", "/first")
        _ = try names()
        let before = try names()
        for index in 0..<20 {
            _ = try house.call(
                house.admin, "POST", AttackHouse.path + "/path\(index)?\"}=1",
                fields: [("User-Agent", "agent\(index)\"\u{1B}[31m")])
            _ = try house.call(house.admin, "GET", "/path\(index)", fields: [("X-Request-Id", "id\(index)")])
        }
        let metrics = try house.call(house.admin, "GET", "/metrics").text
        #expect(try names() == before && !metrics.contains("path") && !metrics.contains("agent"))
        _ = try house.server.stop()
        let printed = String(decoding: house.server.printed.errors, as: UTF8.self)
        for line in printed.split(separator: "\n") {
            #expect(try JSONTree(parsing: Array(line.utf8)).object != nil, "\(line)")
        }
        // A path has its place in the line of a call that failed; its query and the caller's fields have none.
        #expect(!printed.contains("agent1") && !printed.contains("}=1") && !printed.contains("\u{1B}"))
    }
}
