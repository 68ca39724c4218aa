import Bytes
import Crypto
import HTTP
import Testing

@testable import Catalog
@testable import Proxy

@Suite struct TrailerFieldsTests {
    private static let edits = RouteEdits(
        authorization: nil, customFields: SecretBytes(copying: [UInt8]().span), host: nil,
        replacedNames: [Array("x-tenant".utf8)], query: nil, pathPrefix: nil)

    @Test("A-105: names that mean something in a head do not go on, in whatever capitals")
    func namesOfHeadsEndHere() {
        let names = [
            "Content-Length", "Transfer-Encoding", "Host", "Authorization", "X-DS-Authorization", "Cookie",
            "Set-Cookie",
            "X-Scope-OrgID", "X-Grafana-Org-Id", "X-Grafana-Anything", "Connection", "Keep-Alive", "TE", "Trailer",
            "Upgrade", "Proxy-Authorization", "Proxy-Anything", "WWW-Authenticate", "Content-Type", "Content-Encoding",
            "Content-Range", "Content-Location", "Content-Security-Policy", "Cache-Control", "Expect", "Max-Forwards",
            "Pragma", "Range", "If-Match", "If-Modified-Since", "If-Range", "Age", "Expires", "Date", "Location",
            "Retry-After", "Vary", "Warning", "Accept-Encoding", "Accept-Language", "X-Forwarded-For",
            "X-Forwarded-Any",
            "Forwarded", "Via", "X-Real-IP", "traceparent", "Sec-WebSocket-Accept", "X-HTTP-Method-Override",
            "X_Underscored", "Strict-Transport-Security", "Access-Control-Allow-Origin", "HTTP2-Settings",
        ]
        for name in names + names.map({ $0.uppercased() }) {
            let section = Array("\(name): 1\r\nX-Sum: 2\r\n".utf8)
            #expect(TrailerFields.ofAnswer(section) == Array("X-Sum: 2\r\n".utf8), "\(name)")
            #expect(TrailerFields.ofRequest(section, edits: Self.edits) == Array("X-Sum: 2\r\n".utf8), "\(name)")
        }
    }

    @Test("A-021, A-105: a claim of an identity, and a field that the source sets itself, are dropped of requests")
    func claimsEndHere() {
        for name in [
            "X-Forwarded-User", "X-WEBAUTH-USER", "Remote-User", "X-Auth-Request-Email", "x-tenant", "X-Tenant",
        ] {
            let section = Array("\(name): evil\r\nServer-Timing: a;dur=1\r\n".utf8)
            #expect(
                TrailerFields.ofRequest(section, edits: Self.edits) == Array("Server-Timing: a;dur=1\r\n".utf8),
                "\(name)")
        }
        #expect(TrailerFields.ofAnswer(Array("X-Tenant: a\r\n".utf8)) == Array("X-Tenant: a\r\n".utf8))
    }

    @Test("Connection may name a trailer: then none follows")
    func optionsOfConnectionAreMinded() throws {
        func mayFollow(_ fields: String) -> Bool {
            let read = buffer(wire("GET / HTTP/1.1\nHost: h\n\(fields)\n"))
            var head = RequestHead()
            guard case .complete = head.parse(read.span) else { return false }
            return TrailerFields.mayFollow(head.connectionOptions, in: read)
        }
        #expect(mayFollow("X: y\n") && mayFollow("Connection: TE, close\n"))
        #expect(!mayFollow("Connection: TE, X-Sum\n"))
    }

    @Test(
        "TE tells the source that trailers are taken, and nothing else of it goes on",
        arguments: [
            ("trailers", true), ("Trailers", true), ("gzip;q=0.5, trailers", true), ("gzip", false), ("", false),
            ("xtrailers", false), ("trailers;q=0", false),
        ])
    func acceptanceGoesOn(_ value: String, _ isAccepted: Bool) throws {
        let house = try SealedHouse()
        let head = try rewritten(
            "GET /api/datasources/proxy/uid/p1/x HTTP/1.1\nHost: h\nConnection: TE\nTE: \(value)\n\n",
            to: try house.source(url: "http://source.test"), in: house)
        #expect(head.contains("\r\nConnection: TE\r\nTE: trailers\r\n") == isAccepted)
        #expect(head.components(separatedBy: "TE:").count == (isAccepted ? 2 : 1))
    }
}
