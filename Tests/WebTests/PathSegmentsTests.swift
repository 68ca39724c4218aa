import Testing

@testable import Web

@Suite struct PathSegmentsTests {
    @Test(arguments: [
        ("/a", ["a"]), ("/a/b", ["a", "b"]), ("/a/b/", ["a", "b"]), ("/a%2Fb/c", ["a%2Fb", "c"]),
        ("/./..", [".", ".."]),
    ])
    func splitsAtSlashes(path: String, segments: [String]) {
        #expect(split(path) == segments)
    }

    @Test(arguments: ["", "/", "//", "a/b", "/a//b", "//a", "/a//", "*"])
    func refusesWhatIsNotAPathOfFullSegments(path: String) {
        #expect(split(path) == nil)
    }

    @Test func countsSegmentsUpToTheBound() {
        #expect(split(String(repeating: "/a", count: PathSegments.countMax))?.count == PathSegments.countMax)
        #expect(split(String(repeating: "/a", count: PathSegments.countMax + 1)) == nil)
    }

    private func split(_ path: String) -> [String]? {
        let bytes = Array(path.utf8)
        return PathSegments.split(bytes.span)?.map { String(decoding: bytes[$0], as: UTF8.self) }
    }
}
