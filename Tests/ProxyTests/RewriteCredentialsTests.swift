import Catalog
import Testing

@testable import Proxy

/// Whole heads: which credentials, cookies and custom headers a source reads, and whose.
@Suite struct RewriteCredentialsTests {
    private let house: SealedHouse

    init() throws { house = try SealedHouse() }

    @Test("A-021, A-063: nothing that says who the caller is goes on, in any spelling")
    func identitiesAreDropped() throws {
        let source = try house.source(url: "http://a.test")
        let names = [
            "Authorization", "X-Grafana-User", "x-grafana-id", "X-Id-Token", "X-JWT-Assertion", "X-WEBAUTH-USER",
            "x-webauth-user", "X-Forwarded-User", "X-Forwarded-Email", "X-Forwarded-Groups",
            "X-Forwarded-Preferred-Username", "X-Auth-Request-User", "X-Auth-Request-Email", "X-Auth-Request-Groups",
            "Remote-User", "Remote-Group", "Remote-Groups", "Remote-Name", "Remote-Email", "X-Remote-User",
            "X-Remote-Group", "X-Remote-Groups", "X.WEBAUTH.USER", "X.Grafana.User", "x-grafana.id", "X.Id.Token",
            "X.JWT.Assertion", "X-Forwarded.User", "Remote.User",
            "X_WEBAUTH_USER", "X-WEBAUTH_USER", "Remote_User", "Proxy-Authorization", "Cookie",
        ]
        for name in names {
            let request = "GET /api/datasources/proxy/1/x HTTP/1.1\nHost: h\n\(name): CANARY=CANARY\n\n"
            let head = try rewritten(request, to: source, in: house)
            #expect(!head.contains("CANARY"), "\(name): \(head)")
        }
    }

    @Test("A-068: the caller's credential never replaces the stored one")
    func storedCredentialWins() throws {
        let source = try house.source(
            url: "http://a.test", basicAuthUser: "u",
            jsonData: #"{"httpHeaderName1":"X-Api-Key","allowDSAuthorization":false}"#,
            secrets: ["basicAuthPassword": "CANARY-BASIC", "httpHeaderValue1": "CANARY-HDR"])
        let request = """
            GET /api/datasources/proxy/1/x HTTP/1.1
            Host: h
            Authorization: Basic bWluZTptaW5l
            X-DS-Authorization: Bearer mine
            Proxy-Authorization: Basic bWluZTptaW5l
            x-api-key: mine
            X-API-KEY: mine too


            """
        let expected = """
            GET /x HTTP/1.1
            Host: a.test
            \(RewriteRequestTests.tail)X-Api-Key: CANARY-HDR
            Authorization: Basic dTpDQU5BUlktQkFTSUM=


            """
        #expect(try rewritten(request, to: source, in: house) == wire(expected))
    }

    @Test("A-068: X-DS-Authorization becomes the source's Authorization unless the source forbids it")
    func callerMayBringTheSourcesCredential() throws {
        let request = "GET /api/datasources/proxy/1/x HTTP/1.1\nHost: h\nX-DS-Authorization: Bearer mine\n\n"
        let open = try house.source(url: "http://a.test", basicAuthUser: "u", secrets: ["basicAuthPassword": "p"])
        let head = try rewritten(request, to: open, in: house)
        #expect(head.contains("\r\nAuthorization: Bearer mine\r\n") && !head.contains("Basic"))
        #expect(!head.lowercased().contains("x-ds-authorization"))
        let closed = try house.source(
            url: "http://a.test", basicAuthUser: "u", jsonData: #"{"allowDSAuthorization":false}"#,
            secrets: ["basicAuthPassword": "p"])
        #expect(try rewritten(request, to: closed, in: house).contains("\r\nAuthorization: Basic dTpw\r\n"))
        let header = try house.source(
            url: "http://a.test", jsonData: #"{"httpHeaderName1":"Authorization"}"#,
            secrets: ["httpHeaderValue1": "Token stored"])
        let headed = try rewritten(request, to: header, in: house)
        #expect(headed.contains("\r\nAuthorization: Token stored\r\n") && !headed.contains("mine"))
    }

    @Test("A-062: only kept cookies pass, each once, the login cookie never")
    func cookiesAreChosen() throws {
        let cookie =
            "a=1; grafana_session=CANARY; grafana_session_x=2; Grafana_Session=CANARY; theme=dark; a=3; b; keep=\"x;y\""
        func sent(_ keep: String) throws -> String? {
            let source = try house.source(url: "http://a.test", jsonData: #"{"keepCookies":\#(keep)}"#)
            let request = "GET /api/datasources/proxy/1/x HTTP/1.1\nHost: h\nCookie: \(cookie)\n\n"
            let lines = try rewritten(request, to: source, in: house).split(separator: "\r\n")
            return lines.first { $0.hasPrefix("Cookie:") }.map(String.init)
        }
        #expect(try sent("[]") == nil)
        #expect(try sent(#"["grafana_session","Grafana_Session","GRAFANA_SESSION"]"#) == nil)
        #expect(try sent(#"["theme","a","a"]"#) == "Cookie: a=3; theme=dark")
        #expect(try sent(#"["gr[]"]"#) == "Cookie: grafana_session_x=2")
        #expect(try sent(#"["Theme","b"]"#) == nil)
        let all = try #require(try sent(#"["[]"]"#))
        #expect(!all.contains("CANARY") && all.contains("a=3; ") && !all.contains("a=1"))
    }

    @Test func influxDB08PutsItsCredentialIntoTheQuery() throws {
        let source = try house.source(
            type: "influxdb_08", url: "http://a.test/", user: "me", database: "my db", secrets: ["password": "p&q=1"])
        let request = "GET /api/datasources/proxy/1/series?q=list HTTP/1.1\nHost: h\n\n"
        let line = "GET /db/my%20db/series?q=list&u=me&p=p%26q%3D1 HTTP/1.1"
        let expected = "\(line)\nHost: a.test\n\(RewriteRequestTests.tail)\n"
        #expect(try rewritten(request, to: source, in: house) == wire(expected))
    }

    @Test("A-054: a secret that does not open sends nothing")
    func sealedShutIsRefused() throws {
        let stored = try house.source(url: "http://a.test", basicAuthUser: "u", secrets: ["basicAuthPassword": "p"])
        var moved = stored.source
        moved.uid = "other"
        let copied = StoredDataSource(source: moved, secrets: stored.secrets, revision: 1)
        #expect(throws: ProxyFailure.secretUnavailable) {
            try rewritten("GET /api/datasources/proxy/1/x HTTP/1.1\nHost: h\n\n", to: copied, in: house)
        }
    }

    @Test(
        "A-059: a header value that would break the head sends nothing",
        arguments: ["x\r\nX-Admin: 1", "x\ny", "x\0y", " x"])
    func brokenHeaderValuesAreRefused(_ value: String) throws {
        let source = try house.source(
            url: "http://a.test", jsonData: #"{"httpHeaderName1":"X-Key"}"#, secrets: ["httpHeaderValue1": value])
        #expect(throws: ProxyFailure.secretUnavailable) {
            try rewritten("GET /api/datasources/proxy/1/x HTTP/1.1\nHost: h\n\n", to: source, in: house)
        }
    }

    @Test("of custom headers of one name the last that has a value goes out")
    func theLastOfOneNameHolds() throws {
        let source = try house.source(
            url: "http://a.test",
            jsonData:
                #"{"httpHeaderName1":"X-Key","httpHeaderName2":"X-Other","httpHeaderName3":"x-key","httpHeaderName4":"X-KEY"}"#,
            secrets: ["httpHeaderValue1": "first", "httpHeaderValue2": "other", "httpHeaderValue3": "last"])
        let head = try rewritten("GET /api/datasources/proxy/1/x HTTP/1.1\nHost: h\n\n", to: source, in: house)
        let lines = head.split(separator: "\r\n").filter { $0.lowercased().hasPrefix("x-key:") }
        #expect(lines == ["x-key: last"])
        #expect(head.contains("\r\nX-Other: other\r\n"))
    }

    @Test("A-124: a custom header is alone in its field, also where Headgate would write one itself")
    func customHeadersStandAlone() throws {
        let source = try house.source(
            url: "http://a.test",
            jsonData: #"{"httpHeaderName1":"user-agent","httpHeaderName2":"Cookie","httpHeaderName3":"X-Grafana-User","#
                + #""keepCookies":["[]"],"sendUserHeader":true}"#,
            secrets: ["httpHeaderValue1": "Probe", "httpHeaderValue2": "stored=1", "httpHeaderValue3": "service"])
        let request = "GET /api/datasources/proxy/1/x HTTP/1.1\nHost: h\nUser-Agent: Mozilla\nCookie: a=1\n\n"
        let expected = """
            GET /x HTTP/1.1
            Host: a.test
            X-Forwarded-For: 192.0.2.7
            Via: 1.1 headgate
            \(RewriteRequestTests.trace)
            user-agent: Probe
            Cookie: stored=1
            X-Grafana-User: service


            """
        #expect(try rewritten(request, to: source, in: house) == wire(expected))
    }

    @Test("several Cookie lines are one list (RFC 9110 5.3), and leave as one line")
    func cookiesOfSeveralLines() throws {
        let source = try house.source(url: "http://a.test", jsonData: #"{"keepCookies":["a","b"]}"#)
        let request = "GET /api/datasources/proxy/1/x HTTP/1.1\nHost: h\nCookie: b=1; a=1\nX: y\ncookie: c=3; a=2\n\n"
        let expected = "GET /x HTTP/1.1\nHost: a.test\nX: y\nCookie: a=2; b=1\n\(RewriteRequestTests.tail)\n"
        #expect(try rewritten(request, to: source, in: house) == wire(expected))
    }

    @Test("A-143: thousands of kept cookies are sent once each")
    func manyCookies() throws {
        let source = try house.source(url: "http://a.test", jsonData: #"{"keepCookies":["[]"]}"#)
        let cookies = (0..<3_000).map { "c\($0 % 1_500)=\($0)" }.joined(separator: ";")
        let head = try rewritten(
            "GET /api/datasources/proxy/1/x HTTP/1.1\nHost: h\nCookie: \(cookies)\n\n", to: source, in: house)
        let line = head.split(separator: "\r\n").first { $0.hasPrefix("Cookie: ") }
        let sent = line?.dropFirst(8).split(separator: "; ").map(String.init) ?? []
        #expect(
            sent
                == (1_500..<3_000).map { "c\($0 - 1_500)=\($0)" }.sorted {
                    $0.utf8.prefix { $0 != 61 }.lexicographicallyPrecedes($1.utf8.prefix { $0 != 61 })
                })
    }

    @Test("A-118: the caller's login is told only where the source asks for it")
    func userHeaderIsASwitch() throws {
        let request = "GET /api/datasources/proxy/1/x HTTP/1.1\nHost: h\nX-Grafana-User: admin\n\n"
        let silent = try rewritten(request, to: try house.source(url: "http://a.test"), in: house)
        #expect(!silent.contains("X-Grafana-User"))
        let telling = try house.source(url: "http://a.test", jsonData: #"{"sendUserHeader":true}"#)
        let head = try rewritten(request, to: telling, in: house)
        #expect(head.contains("\r\nX-Grafana-User: sa-1-grafana\r\n") && !head.contains("admin"))
    }
}
