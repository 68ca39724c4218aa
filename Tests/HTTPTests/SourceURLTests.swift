import HTTP
import Testing

@Suite struct SourceURLTests {
    private func refusal(_ text: String) -> SourceURLError? {
        do throws(SourceURLError) {
            _ = try SourceURL(parsing: text)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("http://mydatasource.com", "http://mydatasource.com", "", ""),
        ("http://x.test", "http://x.test", "", ""),
        ("http://ab/", "http://ab", "/", ""),
        ("http://127.0.0.1:18080/base", "http://127.0.0.1:18080", "/base", ""),
        ("http://monitoring.us-west-1.amazonaws.com", "http://monitoring.us-west-1.amazonaws.com", "", ""),
        ("localhost:5432", "http://localhost:5432", "", ""),
        ("localhost", "http://localhost", "", ""),
        ("my_service:9090/prom/", "http://my_service:9090", "/prom/", ""),
        ("HTTPS://Example.COM:443", "https://example.com", "", ""),
        ("https://example.com:80/a%2Fb", "https://example.com:80", "/a%2Fb", ""),
        ("http://h/base?k=v&l#frag", "http://h", "/base", "k=v&l"),
        ("http://h?k=v", "http://h", "", "k=v"),
        ("http://h?", "http://h", "", ""),
        ("http://h#a?b/c", "http://h", "", ""),
        ("http://[2001:DB8:0:0:0::1]:9090/", "http://[2001:db8::1]:9090", "/", ""),
        ("http://[::ffff:127.0.0.1]", "http://[::ffff:7f00:1]", "", ""),
        ("http://[::]", "http://[::]", "", ""),
        ("http://xn--bcher-kva.example", "http://xn--bcher-kva.example", "", ""),
        ("1.2.3.4.example:1", "http://1.2.3.4.example:1", "", ""),
    ])
    func soundURLIsReadOnce(_ text: String, _ origin: String, _ path: String, _ query: String) throws {
        let url = try SourceURL(parsing: text)
        #expect(url.origin.description == origin && !url.hasUserInfo)
        #expect(url.basePath == Array(path.utf8) && url.baseQuery == Array(query.utf8))
    }

    @Test(arguments: [
        ("", SourceURLError.empty), ("   ", .empty), ("\t\n", .empty), ("://nohost", .noScheme),
        ("http://a\u{7f}b/", .control), ("invalid:url", .badPort), ("http://", .noHost), ("http:///path", .noHost),
        ("http://:80", .noHost), ("http://h:0", .badPort), ("http://h:65536", .badPort), ("http://h:", .badPort),
        ("http://h:080", .badPort), ("http://h:1a", .badPort), ("http://h:-1", .badPort), ("http://h:1:2", .badPort),
        ("http://[::1", .badIPv6), ("http://[::1]x", .badPort), ("http://[fe80::1%25eth0]/", .badIPv6),
        ("http://[1:2:3]", .badIPv6), ("http://[1::2::3]", .badIPv6), ("http://[:::]", .badIPv6),
        ("http://[1:2:3:4:5:6:7:8:9]", .badIPv6), ("http://[12345::]", .badIPv6), ("http://[::1.2.3]", .badIPv6),
        ("http://-a.b", .badHost), ("http://a-.b", .badHost), ("http://a..b", .badHost), ("http://.a", .badHost),
        ("http://a*b", .badHost), ("http://h/%zz", .badPath(.badEscape)), ("http://h/a/../b", .badPath(.dotSegment)),
        (" http://h", .control), ("http://h ", .control), ("http://h/a b", .control), ("http://h/ö", .notASCII),
    ])
    func oddURLIsRefusedByName(_ text: String, _ error: SourceURLError) { #expect(refusal(text) == error) }

    @Test func lengthsHaveBounds() {
        let label = String(repeating: "a", count: 63)
        #expect(refusal("http://\(label).test") == nil)
        #expect(refusal("http://a\(label).test") == .badHost)
        #expect(refusal("http://h/" + String(repeating: "a", count: 2_039)) == nil)
        #expect(refusal("http://h/" + String(repeating: "a", count: 2_040)) == .tooLong)
        #expect(refusal(String(repeating: "a", count: 1 << 20)) == .tooLong)
    }

    @Test(
        "A-042: userinfo is flagged and kept nowhere", arguments: ["https://user:CANARY@host/a", "user:CANARY@host/a"])
    func userInfoIsFlagged(_ text: String) throws {
        let url = try SourceURL(parsing: text)
        #expect(url.hasUserInfo && url.origin.host == "host")
        #expect(!"\(url)".contains("CANARY") && url.basePath == Array("/a".utf8))
    }

    @Test(
        "A-059: line ends, NUL and other controls are refused",
        arguments: [
            "http://h/\r\nX-Admin: 1", "http://h\n", "http://h/\0", "http://\th/", "http://h/?a=\u{1}",
        ])
    func controlBytesAreRefused(_ text: String) { #expect(refusal(text) == .control) }

    @Test(
        "A-076: only dotted quads are IPv4 addresses",
        arguments: [
            ("http://2852039166/", SourceURLError.badIPv4), ("http://0xa9fea9fe/", .badIPv4),
            ("http://0251.0376.0251.0376/", .badIPv4), ("http://169.254.43518/", .badIPv4), ("http://127.1/", .badIPv4),
            ("http://0/", .badIPv4), ("http://127.0.01:5432", .badIPv4), ("http://127.0.0.256", .badIPv4),
            ("http://1.2.3.4.5", .badIPv4), ("http://a.0x7f", .badIPv4), ("http://0x", .badIPv4),
            ("http://localhost.", .badHost),
            ("http://127.0.0.1.", .badHost), ("http://１２７.0.0.1/", .notASCII),
        ])
    func otherSpellingsOfAddressesAreRefused(_ text: String, _ error: SourceURLError) {
        #expect(refusal(text) == error)
    }

    @Test(
        "A-083: tricks against allow lists",
        arguments: [
            ("https://allowed.test%40EVIL", SourceURLError.badHost), ("https://allowed.test\\@EVIL", .backslash),
            ("https://allowed.test\t@EVIL", .control), ("https://allowed\n.test", .control),
        ])
    func allowListTricksAreRefused(_ text: String, _ error: SourceURLError) { #expect(refusal(text) == error) }

    @Test(
        "A-083: what is compared is what is dialled",
        arguments: [
            ("https://allowed.test@EVIL", "evil", true), ("https://allowed.test:443@EVIL:443", "evil", true),
            ("https://allowed.test#@EVIL", "allowed.test", false),
            ("https://allowed.test?@EVIL", "allowed.test", false),
            ("https://EVIL/allowed.test", "evil", false), ("https://allowed.test.EVIL", "allowed.test.evil", false),
            ("https://xallowed.test", "xallowed.test", false), ("https://a@b@EVIL", "evil", true),
        ])
    func hostIsTheOneThatIsDialled(_ text: String, _ host: String, _ hasUserInfo: Bool) throws {
        let url = try SourceURL(parsing: text)
        #expect(url.origin.host == host && url.hasUserInfo == hasUserInfo)
    }

    @Test(
        "A-084: hosts are plain A-labels in lower case",
        arguments: [
            ("http://internal\u{3002}corp", SourceURLError.notASCII), ("http://intern\u{AD}al.corp", .notASCII),
            ("http://\u{212A}.corp", .notASCII), ("http://xn--internal-.corp", .badHost),
            ("http://xn--.corp", .badHost),
            ("http://bücher.example", .notASCII),
        ])
    func lookAlikesAreRefused(_ text: String, _ error: SourceURLError) { #expect(refusal(text) == error) }

    @Test(
        "A-086: only http and https",
        arguments: [
            ("file:///etc/passwd", SourceURLError.badScheme), ("unix:///var/run/docker.sock", .badScheme),
            ("http+unix://x", .badScheme), ("gopher://x", .badScheme), ("ftp://x", .badScheme),
            ("jar:http://x!/", .badPort),
            ("data:text/html,x", .badPort), ("//host", .noHost), ("://host", .noScheme), ("ht tp://x", .control),
            ("javascript:alert", .badPort), ("host/a?u=http://b", .badScheme),
        ])
    func otherSchemesAreRefused(_ text: String, _ error: SourceURLError) { #expect(refusal(text) == error) }
}
