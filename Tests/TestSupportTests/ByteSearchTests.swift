import Foundation
import TestSupport
import Testing

@Suite struct ByteSearchTests {
    @Test(arguments: ["", "u", "us", "user:", "someone:", "other:"])
    func aPasswordIsFoundInsideBase64AtEveryAlignment(_ prefix: String) {
        let password = "zQ7-prometheus-opens?with>this-42"
        let encoded = Array(Data("\(prefix)\(password)!".utf8).base64EncodedString().utf8)
        #expect(ByteSearch.disguises(of: password).contains { ByteSearch.bytes(encoded, contain: $0) })
        #expect(!ByteSearch.disguises(of: password).contains { ByteSearch.bytes(Array("harmless".utf8), contain: $0) })
    }

    @Test func filesAreSearched() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(String(repeating: "x", count: 100_000) + "needle", to: "file")
        #expect(try ByteSearch.file(path, contains: Array("needle".utf8)))
        #expect(try !ByteSearch.file(path, contains: Array("needles".utf8)))
    }
}
