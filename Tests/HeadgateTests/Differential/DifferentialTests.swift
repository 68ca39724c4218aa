import TestSupport
import Testing

/// Odd requests to Headgate, nginx and HAProxy, each before a source that records every byte.
@Suite struct DifferentialTests {
    /// What became of one case at one proxy.
    private struct Outcome: Sendable {
        /// In the order they came; nothing where the connection ended without one.
        var statuses: [Int] = []
        /// Targets that reached the source, but for the sentinel's.
        var targets: [String] = []
        /// The proxy ended the connection before anybody else did.
        var endedByItself = false

        /// The proxy answered the first request itself, or none, and nothing reached the source.
        var isRefusal: Bool { targets.isEmpty && (statuses.first.map { $0 >= 400 } ?? endedByItself) }
    }

    private static let prefix = "/api/datasources/proxy/uid/p1"
    private static let sentinel = "sentinel"

    @Test(
        "A-096 to A-108, A-127 to A-132: nothing goes out that nginx and HAProxy refuse, that is wrong, or that did not come in"
    )
    func oddRequests() throws {
        let cases = try OddRequest.all()
        #expect(cases.count >= 200)
        let house = try AttackHouse()
        let authorization = house.admin.authorization ?? ""
        let upstreams = try ReferenceProxy.Kind.allCases.map { _ in try Self.upstream() }
        let references = try zip(ReferenceProxy.Kind.allCases, upstreams).map { try ReferenceProxy($0, to: $1.port) }
        let ports = [house.server.port] + references.map(\.port)
        let sources = [house.upstream] + upstreams
        let outcomes = try Parallel.run(3, by: .after(seconds: 600)) { index in
            cases.map { Self.run($0, port: ports[index], source: sources[index], authorization) }
        }
        for (index, odd) in cases.enumerated() {
            let ours = outcomes[0][index]
            let isRefusedByBoth = outcomes[1][index].isRefusal && outcomes[2][index].isRefusal
            #expect(!isRefusedByBoth || ours.targets.isEmpty, "\(odd.title): forwarded \(ours.targets)")
            #expect(ours.targets.count <= odd.requestsMax, "\(odd.title): forwarded \(ours.targets)")
            #expect(!ours.targets.contains { $0.contains("hidden") && odd.requestsMax < 2 }, "\(odd.title)")
            #expect(!ours.statuses.contains(500), "\(odd.title): \(ours.statuses)")
            #expect(!ours.statuses.isEmpty || !ours.endedByItself || odd.isCut, "\(odd.title): no answer")
        }
        for connection in house.upstream.connections.current {
            let stream = StrictStream(connection.received)
            #expect(stream.problems.isEmpty)
            #expect(stream.authorizations.allSatisfy { $0 == AttackHouse.authorization })
        }
        // The comparison is worth something: the others refuse, and pass on, enough of it.
        let refused = cases.indices.filter { outcomes[1][$0].isRefusal && outcomes[2][$0].isRefusal }.count
        #expect(refused > 100, "\(refused)")
        #expect(outcomes[0].filter { !$0.targets.isEmpty }.count > 50)
        #expect(try house.admin.call("GET", "/api/health").status == 200)
        #expect(try house.server.stop().exit == .code(0))
    }

    private static func upstream() throws -> ScriptedUpstream {
        try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("ok"))] }
    }

    /// One case on a connection of its own, a sound request behind it that asks for the connection's end.
    private static func run(
        _ odd: OddRequest, port: UInt16, source: ScriptedUpstream, _ authorization: String
    ) -> Outcome {
        let before = source.connections.current.map(\.requests.count)
        var outcome = Outcome()
        do {
            let connection = try RawConnection(port: port)
            try connection.sendTolerant(odd.bytes(path: prefix, authorization: authorization))
            if odd.isCut {
                connection.socket.shutdownSending()
            } else {
                try connection.sendTolerant(
                    Array(
                        ("GET \(prefix)/\(sentinel) HTTP/1.1\r\nHost: h\r\nAuthorization: \(authorization)\r\n"
                            + "Connection: close\r\n\r\n").utf8))
            }
            outcome.statuses = read(connection, &outcome.endedByItself)
        } catch {
            outcome.endedByItself = true
        }
        // Requests of earlier cases stand in front of this one's on the connections that they shared.
        outcome.targets = source.connections.current.enumerated().flatMap { index, connection in
            connection.requests.dropFirst(index < before.count ? before[index] : 0).map(\.target)
        }.filter { !$0.contains(sentinel) }
        return outcome
    }

    /// All statuses up to the connection's end. A proxy that waits for more of a body is told that there is none.
    private static func read(_ connection: RawConnection, _ endedByItself: inout Bool) -> [Int] {
        var bytes: [UInt8] = []
        var patience = Deadline.after(seconds: 0.5)
        var isShut = false
        reading: while true {
            do {
                switch try connection.socket.receive(by: patience) {
                case .bytes(let more): bytes += more
                case .end, .reset: break reading
                }
            } catch {
                guard !isShut else { break }
                connection.socket.shutdownSending()
                isShut = true
                patience = .generous
            }
        }
        endedByItself = !isShut
        let text = String(decoding: bytes, as: UTF8.self)
        return text.matches(of: /HTTP\/1\.[01] ([2-5][0-9][0-9])/).compactMap { Int($0.output.1) }
    }
}
