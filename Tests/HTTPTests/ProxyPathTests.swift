import Bytes
import HTTP
import Testing

@Suite struct ProxyPathTests {
    private func refusal(_ path: String) -> ProxyPathError? {
        do throws(ProxyPathError) {
            try ProxyPath.check(Array(path.utf8).span)
            return nil
        } catch {
            return error
        }
    }

    private func joined(_ base: String, _ remainder: String) -> String? {
        var buffer = ByteBuffer()
        ProxyPath.append(base: Array(base.utf8).span, remainder: Array(remainder.utf8).span, to: &buffer)
        return buffer.span.validatedString()
    }

    private func query(_ base: String, _ caller: String?) -> String? {
        var buffer = ByteBuffer()
        let bytes = Array((caller ?? "").utf8)
        ProxyPath.append(baseQuery: Array(base.utf8).span, query: caller == nil ? nil : bytes.span, to: &buffer)
        return buffer.span.validatedString()
    }

    @Test(
        "A-127: dot segments are refused",
        arguments: [
            ".", "..", "/.", "/..", "/../", "/./", "/a/..", "/a/../b", "/a/./b", "../tenant-b/api", "./../", "//..",
            "/..//",
        ])
    func dotSegmentsAreRefused(_ path: String) { #expect(refusal(path) == .dotSegment) }

    @Test(
        "A-128: encoded dot segments are refused",
        arguments: [
            "/%2e%2e/", "/.%2e/", "/%2e./", "/%2E%2e", "/%2e%2e%2f", "/..%2f", "/..%2Fa", "/a%2f..", "/a%2F%2e%2E%2Fb",
            "/%2e",
            "/a%2f.%2fb",
        ])
    func encodedDotSegmentsAreRefused(_ path: String) { #expect(refusal(path) == .dotSegment) }

    @Test(
        "A-129: forms that decode to dot segments later are refused",
        arguments: [
            "/%252e%252e%252ftenant-b", "/%25%32%65%25%32%65/x", "/%25252e%25252e/", "/..%252f", "/a/%252e./b",
            "/%2525252525252e",
        ])
    func deeperDotSegmentsAreRefused(_ path: String) { #expect(refusal(path) == .dotSegment) }

    @Test(
        "A-129: other bytes hidden by double encoding are refused",
        arguments: [
            ("/a%2500", ProxyPathError.encodedNUL), ("/a%250d%250a", .encodedControl), ("/a%255cb", .encodedBackslash),
            ("/..%253bx", .dotSegmentWithParameters), ("/a%2525252525252525252525252541", .badEscape),
        ])
    func deeperBytesAreRefused(_ path: String, _ error: ProxyPathError) { #expect(refusal(path) == error) }

    @Test(
        "A-130: backslashes and parameters on dot segments are refused",
        arguments: [
            ("/..\\tenant-b", ProxyPathError.backslash), ("/a\\b", .backslash), ("/%5c..%5c", .encodedBackslash),
            ("/a%5Cb", .encodedBackslash), ("/x/..;/admin", .dotSegmentWithParameters),
            ("/..;x", .dotSegmentWithParameters),
            ("/.;x", .dotSegmentWithParameters), ("/%2e%2e%3bx", .dotSegmentWithParameters),
            ("/api/v1/query;/../admin", .dotSegment),
        ])
    func separatorsInDisguiseAreRefused(_ path: String, _ error: ProxyPathError) { #expect(refusal(path) == error) }

    @Test(
        "A-132: NUL and control bytes are refused",
        arguments: [
            ("/api/v1/query%00.css", ProxyPathError.encodedNUL), ("/%00/../", .encodedNUL), ("/%09", .encodedControl),
            ("/%7f", .encodedControl), ("/%1F", .encodedControl), ("/a\u{1}", .badByte), ("/a b", .badByte),
            ("/a#b", .badByte),
            ("/a?b", .badByte), ("/ö", .badByte), ("/a\u{7F}", .badByte),
        ])
    func controlBytesAreRefused(_ path: String, _ error: ProxyPathError) { #expect(refusal(path) == error) }

    @Test("A-116: escaped line ends are refused", arguments: ["/x%0d%0aX-Admin:%201", "/x%0a", "/x%0D"])
    func escapedLineEndsAreRefused(_ path: String) { #expect(refusal(path) == .encodedControl) }

    @Test(arguments: ["/%", "/%2", "/%zz", "/a%2", "/%%", "/%g0", "/%0g", "/% 20"])
    func brokenEscapesAreRefused(_ path: String) { #expect(refusal(path) == .badEscape) }

    @Test(
        "A-133, A-134: ordinary paths and escapes pass",
        arguments: [
            "", "/", "//", "/a", "/a/", "/a//b", "//a//b", "/a%2Fb/c%20d", "/100%25", "/a%2Bb", "/a+b;c=d,e@f:g",
            "/...", "/..a",
            "/a..", "/a.b/.well-known/x", "/.a", "/%2e%2ea", "/caf%C3%A9", "/%ff", "/a[1]|{}\"", "/api;v=1/x",
            "/a%252Fb", "/~a",
        ])
    func ordinaryPathsPass(_ path: String) { #expect(refusal(path) == nil) }

    @Test(
        "A-138: joining gives exactly one slash",
        arguments: [
            ("", "", "/"), ("", "/", "/"), ("/base", "", "/base"), ("/base", "/", "/base"), ("/base/", "", "/base/"),
            ("/base/", "/", "/base/"), ("/base", "/a", "/base/a"), ("/base/", "/a", "/base/a"),
            ("", "/a/b//c", "/a/b//c"),
            ("/", "/a", "/a"), ("/", "/", "/"), ("/base", "//a//b", "/base/a//b"), ("/base", "/a/", "/base/a/"),
            ("/base", "/a%2Fb/c%20d", "/base/a%2Fb/c%20d"), ("/b%2Fc%20d", "/x", "/b%2Fc%20d/x"),
            ("/base", "///a", "/base//a"),
            ("/base", "//", "/base/"), ("/base/", "//", "/base/"), ("/base", "a", "/base/a"),
        ])
    func joiningGivesOneSlash(_ base: String, _ remainder: String, _ expected: String) {
        #expect(joined(base, remainder) == expected)
    }

    @Test(
        "A-138: the source's query comes first, the caller's behind it byte for byte",
        arguments: [
            ("", nil, ""), ("", "", "?"), ("", "a=b&&c=%zz;+", "?a=b&&c=%zz;+"), ("k=v", nil, "?k=v"),
            ("k=v", "", "?k=v"),
            ("k=v", "k=w", "?k=v&k=w"),
        ] as [(String, String?, String)])
    func queriesAreJoined(_ base: String, _ caller: String?, _ expected: String) {
        #expect(query(base, caller) == expected)
    }

    @Test(
        "A-002: empty segments are seen",
        arguments: [
            ("", false), ("/", false), ("/a", false), ("/a/", false), ("//", true), ("//a", true), ("/a//b", true),
            ("/a//", true),
        ])
    func emptySegmentsAreSeen(_ remainder: String, _ expected: Bool) {
        let isEmpty = ProxyPath.hasEmptySegment(Array(remainder.utf8).span)
        #expect(isEmpty == expected)
    }

    @Test(arguments: [("/api/v1", "api/v1"), ("//a", "a"), ("/", ""), ("", ""), ("/a/", "a/")])
    func routesSeeTheRemainderWithoutItsFirstSlashes(_ remainder: String, _ expected: String) {
        let bytes = Array(remainder.utf8)
        let path = ProxyPath.routePath(of: bytes.span)
        #expect(bytes.text(path) == expected)
    }
}
