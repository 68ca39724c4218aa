import HTTP
import Testing

@testable import Proxy

/// Whole heads: what a source answers, and the exact bytes that a caller reads.
@Suite struct RewriteResponseTests {
    private static let tail = "Content-Security-Policy: sandbox\nX-Content-Type-Options: nosniff\n"

    @Test func aPlainAnswerKeepsItsFields() throws {
        let answer = "HTTP/1.1 200 Fine\nContent-Type: text/html\nX-Any:  a b \nDate: now\nContent-Length: 5\n\n"
        let expected =
            "HTTP/1.1 200 OK\nContent-Type: text/html\nX-Any: a b\nDate: now\n\(Self.tail)Content-Length: 5\n\n"
        #expect(try rewrittenAnswer(answer) == wire(expected))
    }

    @Test("below /resources/ the fields of the control plane stand behind the source's")
    func resourcesHaveTheUsualFields() throws {
        let usual = """
            Content-Security-Policy: sandbox
            Cache-Control: no-store
            X-Content-Type-Options: nosniff
            X-Frame-Options: deny
            X-XSS-Protection: 1; mode=block

            """
        for (fields, added) in [("Content-Type: text/plain\n", ""), ("", "Content-Type: application/json\n")] {
            let answer = "HTTP/1.1 200 OK\n\(fields)X-A: 1\nCache-Control: public\nServer: s\nContent-Length: 5\n\n"
            #expect(
                try rewrittenAnswer(answer, isResource: true)
                    == wire("HTTP/1.1 200 OK\n\(fields)X-A: 1\n\(added)\(usual)Content-Length: 5\n\n"))
        }
        #expect(
            try rewrittenAnswer("HTTP/1.1 204 No\nX-A: 1\n\n", isResource: true)
                == wire("HTTP/1.1 204 No Content\nX-A: 1\n\(usual)\n"))
    }

    @Test("A-190, A-191: what would act on our origin is dropped, our own is set")
    func actingFieldsAreDropped() throws {
        let answer = """
            HTTP/1.1 200 OK
            Set-Cookie: grafana_session=evil
            SET-COOKIE: a=b
            Content-Security-Policy: default-src *
            X-Content-Type-Options: none
            Clear-Site-Data: "*"
            Service-Worker-Allowed: /
            Alt-Svc: h2="evil:443"
            Strict-Transport-Security: max-age=1
            Content-Length: 0


            """
        #expect(try rewrittenAnswer(answer) == wire("HTTP/1.1 200 OK\n\(Self.tail)Content-Length: 0\n\n"))
    }

    @Test(
        "A-080, A-191: nor does an answer command a browser, or a web server in front of us",
        arguments: [
            "Refresh: 0; url=http://169.254.169.254/", "REFRESH: 1", "NEL: {}", "Report-To: {}",
            "Reporting-Endpoints: a=\"b\"",
            "Accept-CH: DPR", "Public-Key-Pins: x", "Public-Key-Pins-Report-Only: x", "Set-Cookie2: a=b",
            "Set-Login: logged-in", "SourceMap: /x", "X-SourceMap: /x", "Timing-Allow-Origin: *",
            "X-Accel-Redirect: /internal/secret", "x-accel-redirect: /x", "X-Sendfile: /etc/passwd",
            "X-Lighttpd-Send-File: /etc/passwd", "X-LiteSpeed-Location: /x", "X-Reproxy-URL: http://evil",
            "X-Reproxy-File: /etc/passwd",
        ])
    func commandsAreDropped(_ line: String) throws {
        let head = try rewrittenAnswer("HTTP/1.1 200 OK\n\(line)\nContent-Length: 0\n\n")
        #expect(head == wire("HTTP/1.1 200 OK\n\(Self.tail)Content-Length: 0\n\n"))
    }

    @Test(arguments: [
        "Link: </x>; rel=\"next\"", "Access-Control-Allow-Origin: *", "Server: x", "Retry-After: 1",
        "X-Accel-Buffering: no",
        "Accept-Ranges: bytes", "X-Ref: 1", "Nelly: 1", "Pragma: x", "Trace: 1",
    ])
    func whatDescribesTheAnswerPasses(_ line: String) throws {
        let head = try rewrittenAnswer("HTTP/1.1 200 OK\n\(line)\nContent-Length: 0\n\n")
        #expect(head == wire("HTTP/1.1 200 OK\n\(line)\n\(Self.tail)Content-Length: 0\n\n"))
    }

    @Test func hopByHopFieldsEndHere() throws {
        let answer = """
            HTTP/1.1 200 OK
            Connection: keep-alive, X-Hop, Content-Type
            Keep-Alive: timeout=5
            Proxy-Authenticate: Basic
            Upgrade: h2c
            Trailer: X
            X-Hop: 1
            Content-Type: text/plain
            X-End: 2
            Content-Length: 0


            """
        #expect(try rewrittenAnswer(answer) == wire("HTTP/1.1 200 OK\nX-End: 2\n\(Self.tail)Content-Length: 0\n\n"))
    }

    @Test("A-080, A-193: a redirect is passed on with its Location as it is", arguments: [301, 302, 303, 307, 308])
    func redirectsArePassed(_ status: Int) throws {
        let answer = "HTTP/1.1 \(status) X\nLocation: http://169.254.169.254/latest\nContent-Length: 0\n\n"
        let head = try rewrittenAnswer(answer)
        #expect(head.hasPrefix("HTTP/1.1 \(status) "))
        #expect(head.contains("\r\nLocation: http://169.254.169.254/latest\r\n"))
    }

    @Test(
        "the body's framing fits the caller",
        arguments: [
            ("Content-Length: 5", HTTPVersion.http11, "Content-Length: 5\n"),
            ("Content-Length: 5", .http10, "Content-Length: 5\nConnection: keep-alive\n"),
            ("Transfer-Encoding: chunked", .http11, "Transfer-Encoding: chunked\n"),
            ("Transfer-Encoding: chunked", .http10, "Connection: close\n"),
            ("X: until close", .http11, "X: until close|Transfer-Encoding: chunked\n"),
            ("X: until close", .http10, "X: until close|Connection: close\n"),
        ])
    func framingFitsTheCaller(_ field: String, _ version: HTTPVersion, _ expected: String) throws {
        let parts = expected.split(separator: "|").map(String.init)
        let before = parts.count == 2 ? parts[0] + "\n" : ""
        let head = try rewrittenAnswer("HTTP/1.1 200 OK\n\(field)\n\n", version: version)
        #expect(head == wire("HTTP/1.1 200 OK\n\(before)\(Self.tail)\(parts.last ?? "")\n"))
    }

    @Test func answersWithoutBodyKeepTheLengthOnlyWhereItMeansSomething() throws {
        let length = "HTTP/1.1 200 OK\nContent-Length: 5\n\n"
        #expect(try rewrittenAnswer(length, to: .head).contains("Content-Length: 5\r\n"))
        let unchanged = "HTTP/1.1 304 Not Modified\nContent-Length: 5\n\n"
        #expect(try rewrittenAnswer(unchanged).contains("Content-Length: 5\r\n"))
        let empty = "HTTP/1.1 204 No Content\nContent-Length: 0\n\n"
        #expect(try !rewrittenAnswer(empty).lowercased().contains("content-length"))
        let chunked = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"
        #expect(try !rewrittenAnswer(chunked, to: .head).lowercased().contains("transfer-encoding"))
    }

    @Test func aConnectionThatEndsIsSaidToEnd() throws {
        let answer = "HTTP/1.1 200 OK\nContent-Length: 0\n\n"
        #expect(
            try rewrittenAnswer(answer, keepsAlive: false).hasSuffix("Content-Length: 0\r\nConnection: close\r\n\r\n"))
    }

    @Test("A-120: a reason phrase is not copied")
    func reasonIsOurs() throws {
        #expect(try rewrittenAnswer("HTTP/1.1 299 <script>\nContent-Length: 0\n\n").hasPrefix("HTTP/1.1 299 \r\n"))
    }
}
