import Bytes
import Testing

@testable import Proxy

@Suite struct PlaneSwitchTests {
    /// What a path is taken for: `id N|remainder`, `uid U|remainder`, `bad id|remainder`, `bad uid|remainder`,
    /// `control`.
    private func plane(_ path: String) -> String {
        // Something stands on both sides: offsets count from the buffer's start.
        let bytes = buffer("GET " + path + " HTTP/1.1")
        func piece(_ range: Range<Int>) -> String {
            String(decoding: bytes.span.extracting(range).copy(), as: UTF8.self)
        }
        switch PlaneSwitch.plane(of: 4..<4 + path.utf8.count, in: bytes) {
        case .control: return "control"
        case .data(.id(let id), let remainder): return "id \(id)|\(piece(remainder))"
        case .data(.uid(let uid), let remainder): return "uid \(piece(uid))|\(piece(remainder))"
        case .data(.invalidID, let remainder): return "bad id|\(piece(remainder))"
        case .data(.invalidUID, let remainder): return "bad uid|\(piece(remainder))"
        }
    }

    @Test(arguments: [
        ("1", "id 1|"), ("1/", "id 1|/"), ("1/api/v1", "id 1|/api/v1"), ("1//a", "id 1|//a"), ("01/a", "id 1|/a"),
        ("+7/a", "id 7|/a"), ("9223372036854775807/a", "id 9223372036854775807|/a"), ("1/proxy/2", "id 1|/proxy/2"),
        ("1/uid/p2", "id 1|/uid/p2"),
    ])
    func idsAreCutAtTheFirstSlash(_ path: String, _ expected: String) {
        #expect(plane("/api/datasources/proxy/" + path) == expected)
    }

    @Test(arguments: [
        "", "/", "/a", "0", "-1", "+", "++1", "1.0", "1e3", "0x1", " 1", "1 ", "%31", "9223372036854775808",
        "99999999999999999999999", "abc", "uid", "UID/p1", "1;v=1", "1,2", "\u{FF11}",
    ])
    func whatIsNoPositiveIntegerIsNoID(_ path: String) {
        #expect(plane("/api/datasources/proxy/" + path).hasPrefix("bad id|"))
    }

    @Test(arguments: [
        ("p1", "uid p1|"), ("p1/", "uid p1|/"), ("p1/api", "uid p1|/api"), ("uid/x", "uid uid|/x"), ("1/x", "uid 1|/x"),
        ("a-b_C9/x", "uid a-b_C9|/x"), ("p1//x", "uid p1|//x"), ("p1/uid/p2", "uid p1|/uid/p2"),
        (String(repeating: "u", count: 40), "uid \(String(repeating: "u", count: 40))|"),
    ])
    func uidsAreCutAtTheFirstSlash(_ path: String, _ expected: String) {
        #expect(plane("/api/datasources/proxy/uid/" + path) == expected)
    }

    @Test(
        "A-005, A-139: a uid with anything else in it names nothing",
        arguments: [
            "", "/", "/p1", "//p1", ".", "..", "../p2", "%70%31", "p1;v=1", "p1.", "p 1", "p1%2Fapi", "p1\\x", "\u{0}",
            "p\u{E9}", String(repeating: "u", count: 41),
        ])
    func oddUIDsAreRefused(_ path: String) {
        #expect(plane("/api/datasources/proxy/uid/" + path).hasPrefix("bad uid|"))
    }

    @Test(
        "A-001, A-005: any other spelling of the prefix is not the data plane",
        arguments: [
            "/api/datasources/proxy", "/api//datasources/proxy/uid/p1", "//api/datasources/proxy/uid/p1",
            "/api/datasources//proxy/uid/p1", "/API/datasources/proxy/1", "/api/Datasources/proxy/1",
            "/api/datasources/%70roxy/1", "/api%2Fdatasources/proxy/1", "/api/datasources;x=1/proxy/1",
            "/api/datasources./proxy/1", "/api/./datasources/proxy/1", "/x/../api/datasources/proxy/1",
            "/api/datasources/proxy\\1", "api/datasources/proxy/1", "/", "*", "",
        ])
    func oddPrefixesBelongToTheControlPlane(_ path: String) {
        #expect(plane(path) == "control")
    }

    @Test("A-001: a doubled slash behind the prefix is no id and no uid")
    func doubledSlashesNameNothing() {
        #expect(plane("/api/datasources/proxy//uid/p1/x") == "bad id|/uid/p1/x")
        #expect(plane("/api/datasources/proxy/uid//p1/x").hasPrefix("bad uid|"))
    }

    /// The source of a read: `id N`, `uid U`, `bad id`, or nothing.
    private func read(_ path: String) -> String? {
        let bytes = buffer("GET " + path + " HTTP/1.1")
        switch PlaneSwitch.readReference(of: 4..<4 + path.utf8.count, in: bytes) {
        case .id(let id): return "id \(id)"
        case .uid(let range): return "uid \(String(decoding: bytes.span.extracting(range).copy(), as: UTF8.self))"
        case .invalidID: return "bad id"
        case .invalidUID: return "bad uid"
        case nil: return nil
        }
    }

    @Test(arguments: [
        ("/api/datasources/7", "id 7"), ("/api/datasources/uid/p1", "uid p1"), ("/api/datasources/uid", "bad id"),
        ("/api/datasources/x", "bad id"),
    ])
    func readsOfOneSourceAreTold(_ path: String, _ expected: String) {
        #expect(read(path) == expected)
    }

    @Test(arguments: [
        "/api/datasources", "/api/datasources/7/", "/api/datasources/7/health", "/api/datasources/uid/",
        "/api/datasources/uid/p1/", "/api/datasources/uid/p1/health", "/api/datasources/uid/%70",
        "/api/datasources/name/p1",
        "/api/datasources/proxy/1", "/api/datasourcesx/7", "/api/health", "/",
    ])
    func otherPathsAreNoReads(_ path: String) {
        #expect(read(path) == nil)
    }

    private func resource(_ path: String) -> String? {
        let bytes = buffer("GET " + path + " HTTP/1.1")
        guard let found = PlaneSwitch.resourceReference(of: 4..<4 + path.utf8.count, in: bytes) else { return nil }
        func piece(_ range: Range<Int>) -> String {
            String(decoding: bytes.span.extracting(range).copy(), as: UTF8.self)
        }
        let source =
            switch found.source {
            case .id(let id): "id \(id)"
            case .uid(let uid): "uid \(piece(uid))"
            case .invalidID: "bad id"
            case .invalidUID: "bad uid"
            }
        return "\(source)|\(piece(found.whole))|\(piece(found.path))"
    }

    @Test(
        arguments: [
            ("uid/p1/resources/a/b", "uid p1|/resources/a/b|/a/b"), ("uid/p1/resources", "uid p1|/resources|"),
            ("7/resources/", "id 7|/resources/|/"), ("7/resources/../x", "id 7|/resources/../x|/../x"),
            ("uid/resources/resources", "uid resources|/resources|"), ("x/resources/y", "bad id|/resources/y|/y"),
            ("uid/p%31/resources/a", nil), ("uid//resources/a", nil), ("uid", nil), ("uid/", nil), ("uid/p1", nil),
            ("7", nil),
            ("7/", nil), ("7/health", nil), ("7/resourcesx", nil), ("7//resources", nil), ("proxy/7/resources", nil),
            ("", nil),
            ("uid/p1/Resources/a", nil),
        ] as [(String, String?)])
    func resourcesAreTold(_ path: String, _ expected: String?) {
        #expect(resource("/api/datasources/" + path) == expected)
    }
}
