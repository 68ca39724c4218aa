import Testing

@testable import Proxy

@Suite struct ObservedPathTests {
    @Test(arguments: [0, 1, 127, 128, 129, 5_000])
    func noMoreThanTheBoundIsKept(length: Int) {
        let path = String(repeating: "x", count: length)
        let observed = ObservedPath(2..<2 + length, of: buffer("//" + path + "?query"))
        #expect(observed.text == path.prefix(128))
        #expect(observed.isCut == (length > 128))
    }

    @Test func pathsAreEqualByWhatWasKept() {
        let read = buffer("/a/b/a")
        #expect(ObservedPath(0..<2, of: read) == ObservedPath(4..<6, of: read))
        #expect(ObservedPath(0..<2, of: read) != ObservedPath(2..<4, of: read))
        #expect(ObservedPath(0..<2, of: read) != ObservedPath(0..<4, of: read))
    }
}
