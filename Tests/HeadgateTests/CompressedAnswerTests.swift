import TestSupport
import Testing

/// Answers that data sources send compressed, to questions of Headgate's own and to proxied calls.
@Suite struct CompressedAnswerTests {
    private static let text = #"{"status":"success","data":{"resultType":"scalar","result":[1700000000,"2"]}}"#

    private static func answer(_ body: [UInt8], coding: String) -> [UInt8] {
        Array(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: \(coding)\r\nContent-Length: \(body.count)\r\n\r\n"
                .utf8) + body
    }

    private func house(_ answer: [UInt8]) throws -> (server: HeadgateProcess, upstream: ScriptedUpstream) {
        let upstream = try ScriptedUpstream { _ in [.send(answer)] }
        let server = try HeadgateProcess()
        _ = try server.admin.createSource([
            "uid": "p", "name": "p", "type": "prometheus", "access": "proxy", "url": .string(upstream.url),
        ])
        return (server, upstream)
    }

    private func query(_ server: HeadgateProcess) throws -> JSONTree? {
        try server.admin.call(
            "POST", "/api/ds/query",
            json:
                #"{"from":"1700000000000","to":"1700003600000","queries":[{"refId":"A","datasource":{"uid":"p"},"expr":"2","instant":true,"range":false}]}"#
        ).json()["results"]?["A"]
    }

    @Test func gzipIsAskedForAndRead() throws {
        let (server, upstream) = try house(Self.answer(Gzip.stored(Array(Self.text.utf8)), coding: "gzip"))
        #expect(try query(server)?["frames"]?.array?.count == 1)
        let resource = try server.admin.call(
            "POST", "/api/datasources/uid/p/resources/suggestions", fields: [("Accept-Encoding", "br")],
            body: Array("{}".utf8))
        #expect(resource.text == Self.text)
        #expect(resource.field("content-encoding") == nil)
        #expect(upstream.requests.map { $0.field("accept-encoding") } == ["gzip", "gzip"])
    }

    @Test("A-150: codings on each other, and others than were asked for, are refused")
    func otherCodingsAreRefused() throws {
        for coding in ["gzip, gzip", "br", "zstd"] {
            let (server, upstream) = try house(Self.answer(Gzip.stored(Array(Self.text.utf8)), coding: coding))
            let said = "The content coding of the data source's answer is unknown or broken"
            #expect(try query(server)?["error"]?.string == said, "\(coding)")
            let resource = try server.admin.call(
                "POST", "/api/datasources/uid/p/resources/suggestions", body: Array("{}".utf8))
            #expect(resource.status == 502 && resource.text.contains(said), "\(coding)")
            #expect(upstream.requests.count == 2)
        }
    }

    @Test(
        "A-150: what is proxied, or passes as a resource, is not decoded",
        arguments: ["proxy/uid/p", "uid/p/resources"])
    func proxiedCodingIsUntouched(path: String) throws {
        let bomb = Gzip.bomb(megabytes: 64)
        let (server, upstream) = try house(Self.answer(bomb, coding: "gzip, gzip"))
        let answer = try server.admin.call("GET", "/api/datasources/\(path)/x")
        #expect(answer.body == bomb)
        #expect(answer.field("content-encoding") == "gzip, gzip")
        #expect(upstream.requests.first?.field("accept-encoding") == nil)
    }
}
