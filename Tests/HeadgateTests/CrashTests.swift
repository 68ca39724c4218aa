import Foundation
import TestSupport
import Testing

/// kill -9 in the middle of a burst of creates: what was acknowledged is there, and nothing is there by halves.
@Suite struct CrashTests {
    private static let rounds = 20
    private static let connections = 4

    @Test func acknowledgedCreatesSurviveKill9() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("{}"))] }
        let server = try HeadgateProcess()
        var acknowledged: [String: Int] = [:]
        for round in 1...Self.rounds {
            let fresh = try burst(round, of: server, upstream.url)
            #expect(!fresh.isEmpty, "round \(round)")
            acknowledged.merge(fresh) { $1 }
            try inspectCopy(of: server.dataDirectory, round)
            try server.restart()
            let listed = try #require(try server.admin.call("GET", "/api/datasources").json().array)
            let ids = Dictionary(uniqueKeysWithValues: listed.map { ($0["name"]?.string ?? "?", $0["id"]?.int ?? 0) })
            let lost = acknowledged.filter { ids[$0.key] != $0.value }
            #expect(lost.isEmpty, "round \(round): \(lost)")
            try checkSecret(of: try #require(fresh.first), server, upstream)
        }
        try server.stop()
    }

    /// Creates on several connections until the kill; answers the acknowledged names with their ids. Each round kills after
    /// another number of acknowledgements, so that the kill meets different moments of a commit.
    private func burst(_ round: Int, of server: HeadgateProcess, _ url: String) throws -> [String: Int] {
        let acknowledged = Watched([String: Int]())
        let running = Watched(Self.connections)
        let admin = server.admin
        for connection in 0..<Self.connections {
            Parallel.start {
                try? Self.create(admin, prefix: "crash-\(round)-\(connection)", url, acknowledged)
                running.change { $0 -= 1 }
            }
        }
        try acknowledged.wait(for: "creates to be acknowledged") { $0.count >= 1 + round * 7 % 23 }
        try server.kill9()
        try running.wait(for: "the callers to notice") { $0 == 0 }
        return acknowledged.current
    }

    /// One keep-alive connection that creates until it breaks.
    private static func create(
        _ admin: Caller, prefix: String, _ url: String, _ acknowledged: Watched<[String: Int]>
    ) throws {
        let connection = try RawConnection(port: admin.port)
        for number in 0... {
            let name = "\(prefix)-\(number)"
            let body: JSONTree = [
                "name": .string(name), "type": "graphite", "access": "proxy", "url": .string(url), "basicAuth": true,
                "basicAuthUser": "u", "secureJsonData": ["basicAuthPassword": .string("password of \(name)")],
            ]
            let json = [("Content-Type", "application/json")]
            try connection.send(
                admin.request("POST", "/api/datasources", fields: json, body: Array(body.text.utf8), close: false))
            let answer = try connection.readAnswer(to: "POST")
            guard answer.ending == .complete, answer.status == 200, let id = try answer.json()["id"]?.int else {
                return
            }
            acknowledged.change { $0[name] = id }
        }
    }

    /// The files as the kill left them, before a restart could mend anything.
    private func inspectCopy(of directory: TemporaryDirectory, _ round: Int) throws {
        let copy = try TemporaryDirectory()
        for name in ["headgate.db", "headgate.db-wal"]
        where FileManager.default.fileExists(atPath: directory.file(name)) {
            try FileManager.default.copyItem(atPath: directory.file(name), toPath: copy.file(name))
        }
        let script = Repository.path("Tests/HeadgateTests/Fixtures/inspect-store.py")
        let run = try ChildProcess.python([script, copy.file("headgate.db")])
        try #require(run.exit == .code(0), "\(run.errorText)")
        let found = try JSONTree(parsing: run.standardOutput)
        let sound: JSONTree = ["integrity": "ok", "orphans": 0, "links": 1, "sourcesWithoutSecret": 0]
        #expect(found == sound, "round \(round): \(found.text)")
    }

    /// The secret of a source that survived still opens.
    private func checkSecret(
        of source: (key: String, value: Int), _ server: HeadgateProcess, _ upstream: ScriptedUpstream
    ) throws {
        let answer = try server.admin.call("GET", "/api/datasources/proxy/\(source.value)/secret-of/\(source.key)")
        #expect(answer.status == 200, "\(answer.text)")
        let request = upstream.requests.last { $0.target == "/secret-of/\(source.key)" }
        let expected = "Basic " + Data("u:password of \(source.key)".utf8).base64EncodedString()
        #expect(request?.field("authorization") == expected)
    }
}
