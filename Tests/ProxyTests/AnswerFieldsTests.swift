import Crypto
import Downstream
import TestSupport
import Testing

@testable import Proxy

/// The same answers over HTTP/1.1 and HTTP/2: a head goes to the one as text and to the other as fields, and says the same.
@Suite struct AnswerFieldsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let method: String
        let path: String
        let answer: String
        let endsConnection: Bool

        init(_ answer: String, to method: String = "GET", _ path: String = proxied, endsConnection: Bool = false) {
            (self.method, self.path, self.answer, self.endsConnection) = (method, path, answer, endsConnection)
        }

        var testDescription: String { "\(method) \(path) \(answer.prefix { !$0.isNewline })" }
    }

    private static let proxied = "/api/datasources/proxy/uid/p1/x"
    private static let resource = "/api/datasources/uid/p1/resources/api/v1/labels"

    static let cases = [
        Case("HTTP/1.1 200 Fine\r\nX-A: 1\r\nx-a:2 \r\nEmpty:\r\nColons:a:b: c\r\nContent-Length: 2\r\n\r\nok"),
        Case("HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\nServer: s\r\nX-B: b\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
        Case(
            "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\nLocation: /y\r\n\r\n"
        ),
        Case("HTTP/1.1 204 No Content\r\nX-C: c\r\n\r\n"),
        Case("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 9\r\n\r\n"),
        Case(
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nKeep-Alive: timeout=5\r\nConnection: X-Hop\r\nX-Hop: 1\r\n\r\n",
            to: "HEAD"),
        Case("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end", endsConnection: true),
        Case("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Frame-Options: allow\r\nX-D: d\r\n\r\nok", resource),
        Case("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", resource),
        Case("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 2\r\n\r\nno", resource),
    ]

    @Test(arguments: cases)
    func fieldsAreTheSame(_ one: Case) throws {
        let house = try SealedHouse()
        let upstream = try ScriptedUpstream { _ in
            [.send(Array(one.answer.utf8))] + (one.endsConnection ? [.close] : [])
        }
        let worker = try RunningWorker(
            house, sources: [try house.source(type: "prometheus", url: upstream.url)],
            certificate: CallerCertificate(try TLSAuthority().serverContext()))
        let text = try worker.caller().call(one.method, one.path)
        let client = try HTTP2Client(port: worker.port)
        try client.ask(one.method, one.path, stream: 1, fields: [("authorization", "Bearer \(SealedHouse.admin)")])
        let answer = try client.answer(on: 1)
        let ofConnection = ["connection", "transfer-encoding"]
        let expected = text.fields.filter { !ofConnection.contains($0.name) }.map { "\($0.name): \($0.value)" }
        let found = answer.fields.filter { $0.name != ":status" }.map { "\($0.name): \($0.value)" }
        #expect(found == expected && !found.isEmpty)
        #expect(answer.status == text.status && answer.body == text.body && answer.isWhole)
        #expect(upstream.requests.count == 2)
    }

    @Test("an answer behind `100 Continue` is whole")
    func behindContinue() throws {
        let house = try SealedHouse()
        let upstream = try ScriptedUpstream {
            [.send(ScriptedUpstream.answer("\($0.body.count)", fields: "X-A: 1\r\n"))]
        }
        let worker = try RunningWorker(
            house, sources: [try house.source(url: upstream.url)],
            certificate: CallerCertificate(try TLSAuthority().serverContext()))
        let client = try HTTP2Client(port: worker.port)
        let fields = [
            ("authorization", "Bearer \(SealedHouse.admin)"), ("expect", "100-continue"), ("content-length", "4"),
        ]
        try client.ask("POST", Self.proxied, stream: 1, fields: fields, ends: false)
        while client.answers[1]?.interim.isEmpty ?? true { _ = try client.next() }
        try client.sendBody(Array("body".utf8), stream: 1)
        let answer = try client.answer(on: 1)
        #expect(answer.interim == [100] && answer.status == 200 && answer.field("x-a") == "1" && answer.text == "4")
    }
}
