import TestSupport
import Testing

@testable import Proxy

/// What stands behind chunked bodies, with exact bytes on both sides.
@Suite struct WorkerTrailersTests {
    private static let path = "/api/datasources/proxy/uid/p1"
    private static let section = "X-Sum: 900\r\nContent-Length: 5\r\nServer-Timing: a;dur=1\r\n"
    private let house: SealedHouse

    init() throws { house = try SealedHouse() }

    private func worker(_ upstream: ScriptedUpstream) throws -> RunningWorker {
        try RunningWorker(
            house,
            sources: [
                try house.source(
                    url: upstream.url, jsonData: #"{"httpHeaderName1":"X-Tenant"}"#,
                    secrets: ["httpHeaderValue1": "one"])
            ])
    }

    private static func source(_ fields: String = "", bytewise: Bool = false) throws -> ScriptedUpstream {
        try ScriptedUpstream { _ in
            let bytes = Array(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\(fields)\r\n4\r\nbody\r\n0\r\n\(section)\r\n".utf8)
            return [bytewise ? .sendBytewise(bytes) : .send(bytes)]
        }
    }

    @Test(
        "an answer's trailers reach a caller that reads chunks, and the connection goes on", arguments: [true, false])
    func trailersOfAnswersGoOn(_ bytewise: Bool) throws {
        let upstream = try Self.source(bytewise: bytewise)
        let worker = try worker(upstream)
        let connection = try RawConnection(port: worker.port)
        for _ in 0..<2 {
            try connection.send(worker.caller().request("GET", Self.path, close: false))
            let answer = try connection.readAnswer()
            #expect(answer.text == "body" && answer.ending == .complete && answer.field("x-sum") == nil)
            #expect(answer.trailers.map(\.name) == ["x-sum", "server-timing"])
            #expect(answer.trailers.map(\.value) == ["900", "a;dur=1"])
        }
        #expect(upstream.connectionCount == 1)
        #expect(try worker.observed(2).map(\.responseBytes) == [4, 4])
    }

    @Test("a caller of HTTP/1.0 has no place for them")
    func oldCallersGetNone() throws {
        let upstream = try Self.source()
        let worker = try worker(upstream)
        let connection = try RawConnection(port: worker.port)
        try connection.send(
            "GET \(Self.path) HTTP/1.0\r\nHost: h\r\nAuthorization: Bearer \(SealedHouse.admin)\r\n\r\n")
        let answer = try connection.readAnswer()
        #expect(answer.text == "body" && answer.ending == .complete)
    }

    @Test("none follow an answer that lists a name of its own in Connection")
    func listedNamesHoldThemBack() throws {
        let upstream = try Self.source("Connection: x-sum\r\n")
        let worker = try worker(upstream)
        let answer = try worker.caller().call("GET", Self.path)
        #expect(answer.text == "body" && answer.trailers.isEmpty)
    }

    private static func post(_ worker: RunningWorker, _ trailers: String, _ fields: String = "") -> [UInt8] {
        Array(
            ("POST \(path)/x HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(SealedHouse.admin)\r\n\(fields)"
                + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\(trailers)\r\n").utf8)
    }

    @Test("A-105: of a request's trailers those go on that no head is judged by, as trailers")
    func trailersOfRequestsGoOn() throws {
        let upstream = try ScriptedUpstream { [.send(ScriptedUpstream.answer($0.target))] }
        let worker = try worker(upstream)
        let connection = try RawConnection(port: worker.port)
        let evil = [
            "Host: evil", "Authorization: Basic evil", "X-Scope-OrgID: evil", "X-Grafana-Org-Id: 2", "X-Tenant: evil",
            "X-WEBAUTH-USER: evil", "Transfer-Encoding: evil", "X_Tenant: evil",
        ]
        try connection.send(Self.post(worker, "X-Sum: 1\r\n" + evil.map { "\($0)\r\n" }.joined() + "X-Last: \t2 \r\n"))
        #expect(try connection.readAnswer().text == "/x")
        try connection.send(Self.post(worker, "X-Sum: 1\r\n", "Connection: X-Sum\r\n"))
        #expect(try connection.readAnswer().text == "/x")
        let bodies = upstream.requests.map { String(decoding: $0.body, as: UTF8.self) }
        #expect(bodies == ["2\r\nok\r\n0\r\nX-Sum: 1\r\nX-Last: 2\r\n\r\n", "2\r\nok\r\n0\r\n\r\n"])
        #expect(upstream.requests.allSatisfy { !$0.head.contains("X-Sum") && $0.field("x-tenant") == "one" })
    }

    @Test("A-105, A-148: more trailers than are allowed break the body", arguments: [32, 33])
    func trailersAreBounded(_ count: Int) throws {
        let upstream = try ScriptedUpstream { [.send(ScriptedUpstream.answer($0.target))] }
        let worker = try worker(upstream)
        let connection = try RawConnection(port: worker.port)
        try connection.send(Self.post(worker, String(repeating: "X-Many: 1\r\n", count: count)))
        #expect(try connection.readAnswer().status == (count == 32 ? 200 : 400))
    }
}
