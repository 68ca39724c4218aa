import TestSupport
import Testing

/// What ends questions to data sources before their answers: time, and callers that leave.
@Suite struct AskingLimitsTests {
    private static func query(_ refID: String, _ uid: String, _ more: String) -> String {
        #"{"refId":"\#(refID)","datasource":{"uid":"\#(uid)"},\#(more)}"#
    }

    private static func body(_ queries: [String]) -> String {
        #"{"from":"1700000000000","to":"1700003600000","queries":[\#(queries.joined(separator: ","))]}"#
    }

    private func source(_ uid: String, _ type: String, _ url: String, of server: HeadgateProcess) throws {
        _ = try server.admin.createSource([
            "uid": .string(uid), "name": .string(uid), "type": .string(type), "access": "proxy", "url": .string(url),
        ])
    }

    @Test("A-167, A-227: questions to a source end when whoever asked has left, however it leaves")
    func questionsEndWithTheirCaller() throws {
        let upstream = try ScriptedUpstream { _ in [.awaitPeer] }
        let server = try HeadgateProcess()
        try source("p", "prometheus", upstream.url, of: server)
        let queries = (0..<3).map { Self.query("Q\($0)", "p", #""expr":"up","range":true"#) }
        let requests = [
            server.admin.request("GET", "/api/datasources/uid/p/health"),
            server.admin.request("GET", "/api/datasources/uid/p/resources/api/v1/labels"),
            server.admin.request(
                "POST", "/api/ds/query", fields: [("Content-Type", "application/json")],
                body: Array(Self.body(queries).utf8)),
        ]
        for (request, calls) in zip(requests, [1, 1, 3]) {
            for isReset in [true, false] {
                let before = upstream.connectionCount
                let connection = try RawConnection(port: server.port)
                try connection.send(request)
                try upstream.connections.wait(for: "the source to be asked") {
                    $0.count == before + calls && $0.allSatisfy { !$0.requests.isEmpty }
                }
                if isReset { connection.socket.reset() } else { connection.socket.close() }
                try upstream.connections.wait(for: "the source to see the end") {
                    $0.count == before + calls && $0.allSatisfy { $0.ending != nil && $0.ending != .closedHere }
                }
            }
        }
        #expect(try server.admin.call("GET", "/api/health").status == 200)
    }

    @Test func aCallerThatOnlyEndsItsSideStillHears() throws {
        let upstream = try ScriptedUpstream { _ in [.awaitPeer] }
        let server = try HeadgateProcess()
        try source("p", "prometheus", upstream.url, of: server)
        let connection = try RawConnection(port: server.port)
        try connection.send(server.admin.request("GET", "/api/datasources/uid/p/health"))
        try upstream.connections.wait(for: "the source to be asked") { $0.contains { !$0.requests.isEmpty } }
        connection.socket.shutdownSending()
        #expect(try connection.readAnswer().status == 400)
    }

    @Test("fifty queries of five sources are asked side by side: no call is answered before all have come")
    func callsOfOneSourceAreUnderWayTogether() throws {
        let asked = Watched(0)
        let server = try HeadgateProcess()
        let upstreams = try ["prometheus", "prometheus", "loki", "graphite", "influxdb"].enumerated().map {
            index, type in
            let upstream = try ScriptedUpstream { _ in
                asked.change { $0 += 1 }
                _ = try? asked.wait(for: "all calls to come") { $0 == 50 }
                return [.send(ScriptedUpstream.answer("{}"))]
            }
            try source("s\(index)", type, upstream.url, of: server)
            return upstream
        }
        let queries = (0..<50).map { place in
            Self.query(
                "Q\(place)", "s\(place % 5)",
                #""expr":"up","range":true,"target":"a","query":"SELECT 1","rawQuery":true"#)
        }
        let answer = try server.admin.call("POST", "/api/ds/query", json: Self.body(queries))
        #expect(try answer.json()["results"]?.object?.count == 50)
        #expect(upstreams.map(\.requests.count) == [10, 10, 10, 10, 10])
    }

    /// Each query of `sources` sources is held until as many calls have come as may be under way.
    @Test("no more than 8 sources of a request are asked at a time, and 10 queries of a source", arguments: [20, 1])
    func callsUnderWayAreBounded(sources: Int) throws {
        let bound = sources == 1 ? 10 : 8
        let asked = Watched(0)
        let isOpen = Watched(false)
        let upstream = try ScriptedUpstream { _ in
            asked.change { $0 += 1 }
            _ = try? isOpen.wait(for: "the calls to be let go") { $0 }
            return [.send(ScriptedUpstream.answer("{}"))]
        }
        let server = try HeadgateProcess(arguments: ["--workers", "1"])
        for number in 0..<sources { try source("s\(number)", "prometheus", upstream.url, of: server) }
        let queries = (0..<20).map { Self.query("Q\($0)", "s\($0 % sources)", #""expr":"up","range":true"#) }
        let connection = try RawConnection(port: server.port)
        try connection.send(
            server.admin.request(
                "POST", "/api/ds/query", fields: [("Content-Type", "application/json")],
                body: Array(Self.body(queries).utf8)))
        try asked.wait(for: "the first calls to come") { $0 == bound }
        // The one worker has turned often behind these: a call more would have left with the others.
        for _ in 0..<20 { #expect(try server.admin.call("GET", "/api/user").status == 200) }
        #expect(asked.current == bound)
        isOpen.change { $0 = true }
        #expect(try connection.readAnswer().json()["results"]?.object?.count == 20)
        #expect(asked.current == 20)
    }

    @Test("A-152: a source that never answers costs its query, and the queries beside it nothing")
    func timeIsBounded() throws {
        let upstream = try ScriptedUpstream { _ in [.awaitPeer] }
        let server = try HeadgateProcess(arguments: ["--query-seconds", "1"])
        try source("p", "prometheus", upstream.url, of: server)
        try source("t", "testdata", "", of: server)
        let answer = try server.admin.call(
            "POST", "/api/ds/query",
            json: Self.body([
                Self.query("A", "p", #""expr":"up","range":true"#),
                Self.query("B", "t", #""scenarioId":"csv_metric_values","stringInput":"1,2""#),
                Self.query("C", "t", #""scenarioId":"slow_query","stringInput":"1h""#),
                Self.query("D", "t", #""scenarioId":"slow_query","stringInput":"5ms""#),
            ]))
        #expect(answer.status == 400)
        let results = try answer.json()["results"]
        #expect(results?["A"]?["error"]?.string == "The data source did not answer in time")
        #expect(results?["A"]?["status"]?.int == 504)
        #expect(results?["B"]?["frames"]?.array?.count == 1)
        #expect(results?["C"]?["error"]?.string == "The request took longer than a request to a data source may")
        #expect(results?["C"]?["status"]?.int == 504)
        #expect(results?["D"]?["frames"]?.array?.count == 1)
    }
}
