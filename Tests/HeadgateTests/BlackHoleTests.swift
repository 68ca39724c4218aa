import TestSupport
import Testing

/// A data source that takes connections and never answers, under many callers.
@Suite struct BlackHoleTests {
    private static let share = 50
    private static let callers = 200

    @Test("A-153: a source that never answers holds its share of calls and no more, and other sources' calls go on")
    func othersGoOn() throws {
        let hole = try TCPListener()
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("alive"))] }
        let server = try HeadgateProcess(arguments: ["--upstream-first-byte-seconds", "3600"])
        _ = try server.admin.createSource([
            "uid": "hole", "name": "hole", "type": "prometheus", "access": "proxy",
            "url": .string("http://127.0.0.1:\(hole.port)"),
            "jsonData": ["maxConcurrentCalls": .number(Double(Self.share))],
        ])
        _ = try server.admin.createSource([
            "uid": "alive", "name": "alive", "type": "prometheus", "access": "proxy",
            "url": .string("http://127.0.0.1:\(upstream.port)"),
        ])
        let viewer = try server.caller(role: .viewer)
        let path = "/api/datasources/proxy/uid/hole/api/v1/query"

        var held: [RawConnection] = []
        var taken: [TCPSocket] = []
        for _ in 1...Self.share {
            let caller = try viewer.connect()
            try caller.send(viewer.request("GET", path))
            held.append(caller)
            taken.append(try #require(hole.accept()))
        }
        for _ in Self.share..<Self.callers {
            let refused = try viewer.call("GET", path)
            #expect(refused.status == 503 && refused.field("retry-after") == "1")
            #expect(try refused.json()["message"] == "Too many calls to the data source are under way")
        }
        for _ in 1...100 {
            #expect(try viewer.call("GET", "/api/datasources/proxy/uid/alive/api/v1/query").text == "alive")
        }
        #expect(try Self.metrics(of: server, until: "headgate_proxy_in_flight \(Self.share)\n"))
        #expect(try Self.metrics(of: server, until: #"headgate_proxy_open_breakers{org="1",source="hole"} 0"# + "\n"))
        #expect(held.count == Self.share && taken.count == Self.share)
    }

    @Test(
        "A-153: health checks of sources that never answer wait, and other sources' calls go on", arguments: [1, 100])
    func healthChecksHoldNobody(sources: Int) throws {
        let hole = try TCPListener()
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("alive"))] }
        let server = try HeadgateProcess(arguments: [
            "--upstream-first-byte-seconds", "3600", "--query-seconds", "3600",
        ])
        for number in 0..<sources {
            _ = try server.admin.createSource([
                "uid": .string("hole\(number)"), "name": .string("hole\(number)"), "type": "prometheus",
                "access": "proxy",
                "url": .string("http://127.0.0.1:\(hole.port)"),
            ])
        }
        _ = try server.admin.createSource([
            "uid": "alive", "name": "alive", "type": "prometheus", "access": "proxy", "url": .string(upstream.url),
        ])
        let viewer = try server.caller(role: .viewer)
        var held: [RawConnection] = []
        var taken: [TCPSocket] = []
        for number in 0..<100 {
            let caller = try viewer.connect()
            try caller.send(viewer.request("GET", "/api/datasources/uid/hole\(number % sources)/health"))
            held.append(caller)
            taken.append(try #require(hole.accept()))
        }
        for _ in 1...100 {
            #expect(try viewer.call("GET", "/api/datasources/proxy/uid/alive/api/v1/query").text == "alive")
        }
        // All of them still wait: their sources say in the end what was missing.
        for socket in taken { socket.close() }
        for caller in held { #expect(try caller.readAnswer().status == 400) }
    }

    /// Whether the metrics come to hold `line`: a worker says what it holds at the end of its turn, which may be behind the last answer.
    private static func metrics(of server: HeadgateProcess, until line: String) throws -> Bool {
        let deadline = Deadline.generous
        while !deadline.hasPassed {
            if try server.admin.call("GET", "/metrics").text.contains(line) { return true }
        }
        return false
    }
}
