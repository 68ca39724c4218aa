import JSON
import Testing

@Suite struct JSONEscapeTests {
    @Test(
        "A-156: escapes are read as Go reads them",
        arguments: [
            ("\\\"\\\\\\/", "\"\\/"), ("\\b\\f\\n\\r\\t", "\u{8}\u{C}\n\r\t"), ("\\u0000", "\u{0}"),
            ("a\\u00e9b\\u00E9", "a\u{E9}b\u{E9}"),
            ("\\u20ac", "\u{20AC}"), ("\\uFFFF", "\u{FFFF}"), ("\\ud83d\\ude00", "\u{1F600}"),
            ("\\uDBFF\\uDFFF", "\u{10FFFF}"),
        ])
    func escapesAreDecoded(_ inside: String, _ expected: String) throws {
        #expect(try parsed("\"" + inside + "\"") == .string(expected))
        #expect(try parsed("{\"" + inside + "\":0}") == .object([expected: 0]))
    }

    @Test(
        "A-156: half a surrogate pair is refused",
        arguments: [
            "\\ud800", "\\udc00", "\\ud800x", "\\ud800\\n", "\\ud800\\u0041", "\\udc00\\ud800", "\\ud800\\ud83d\\ude00",
            "\\ud83d\\ude00\\ude00", "\\ud800\\", "\\ud800\\u", "\\ud800\\udc0",
        ])
    func loneSurrogatesAreRefused(_ inside: String) {
        #expect(throws: JSONError.self) { try parsed("\"" + inside + "\"") }
    }
}
