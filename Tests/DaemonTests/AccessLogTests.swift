import Daemon
import Foundation
import TestSupport
import Testing

/// What the log says of proxied calls.
@Suite struct AccessLogTests {
    private static let traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    private let upstream: ScriptedUpstream
    private let directory: TemporaryDirectory

    init() throws {
        upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("four"))] }
        directory = try TemporaryDirectory()
    }

    private func server(_ more: [String: String]) throws -> HeadgateProcess {
        let server = try HeadgateProcess(environment: more)
        _ = try server.admin.createSource([
            "uid": "up", "type": "graphite", "access": "proxy", "url": .string(upstream.url),
        ])
        return server
    }

    private static func lines(_ text: String) throws -> [JSONTree] {
        try text.split(separator: "\n").filter { $0.contains(#""message":"proxied call""#) }
            .map { try JSONTree(parsing: Array($0.utf8)) }
    }

    @Test func aCallIsOneLineWithItsPhases() throws {
        let server = try server(["HEADGATE_LOG_ACCESS": "true"])
        let token = try server.token(role: .editor, name: "ci")
        let caller = Caller(port: server.port, authorization: "Bearer \(token)")
        let answer = try caller.call(
            "POST", "/api/datasources/proxy/uid/up/a%2Fb?secret=query", fields: [("traceparent", Self.traceparent)],
            body: Array("seven..".utf8))
        #expect(answer.status == 200)
        try server.stop()
        let text = String(decoding: server.printed.errors, as: UTF8.self)
        let lines = try Self.lines(text)
        let line = try #require(lines.first)
        #expect(lines.count == 1)
        #expect(line["level"]?.string == "info")
        #expect(line["requestId"]?.string?.count == 16)
        #expect(line["traceId"]?.string == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(line["address"]?.string == "127.0.0.1")
        #expect(line["login"]?.string?.hasSuffix("ci") == true)
        #expect(line["orgId"]?.int == 1 && line["source"]?.string == "up")
        #expect(line["method"]?.string == "POST" && line["path"]?.string == "/a%2Fb")
        #expect(line["status"]?.int == 200 && line["attempts"]?.int == 1)
        #expect(line["requestBytes"]?.int == 7 && line["responseBytes"]?.int == 4)
        let parts = ["connectMicroseconds", "firstByteMicroseconds"].compactMap { line[$0]?.int }
        #expect(parts.count == 2 && parts.allSatisfy { $0 > 0 })
        #expect(try parts.reduce(0, +) <= #require(line["totalMicroseconds"]?.int))
        #expect(!text.contains("secret=query") && !text.contains(token))
    }

    @Test("without the switch only calls that fail have lines, and with a share of none too")
    func failuresAreAlwaysLogged() throws {
        for more in [[:], ["HEADGATE_LOG_ACCESS": "true", "HEADGATE_LOG_ACCESS_SHARE": "0"]] {
            let server = try server(more)
            _ = try server.admin.createSource([
                "uid": "down", "type": "graphite", "access": "proxy",
                "url": .string("http://127.0.0.1:\(try TCPListener.freePort())"),
            ])
            #expect(try server.admin.call("GET", "/api/datasources/proxy/uid/up/x").status == 200)
            #expect(try server.admin.call("GET", "/api/datasources/proxy/uid/down/x").status == 502)
            try server.stop()
            let text = String(decoding: server.printed.errors, as: UTF8.self)
            #expect(try Self.lines(text).isEmpty)
            #expect(text.split(separator: "\n").count { $0.contains(#""message":"proxied call failed""#) } == 1)
        }
    }

    @Test func aShareOfTheCallsIsLogged() throws {
        let file = directory.file("access.log")
        let server = try server([
            "HEADGATE_LOG_ACCESS": "true", "HEADGATE_LOG_ACCESS_SHARE": "0.25", "HEADGATE_LOG_ACCESS_FILE": file,
        ])
        let connection = try RawConnection(port: server.port)
        for _ in 0..<400 {
            try connection.send(server.admin.request("GET", "/api/datasources/proxy/uid/up/x", close: false))
            #expect(try connection.readAnswer().status == 200)
        }
        try server.stop()
        let count = try Self.lines(String(contentsOfFile: file, encoding: .utf8)).count
        // Ids follow each other by the golden ratio's fraction of 2^64: no share is met more evenly.
        #expect((95...105).contains(count), "\(count)")
        #expect(try Self.lines(String(decoding: server.printed.errors, as: UTF8.self)).isEmpty)
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }
}
