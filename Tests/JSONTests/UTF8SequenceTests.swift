import JSON
import Testing

/// Bad bytes as they come from outside, in each place where a string can hold them.
@Suite struct UTF8SequenceTests {
    static let places = [
        ("\"", "\""), ("\"abc", "def\""), ("[\"", "\",1]"), ("{\"", "\":1}"), ("{\"k\":\"\u{20AC}", "\\n\"}"),
    ]

    @Test(
        "A-156: invalid UTF-8 is refused wherever it stands",
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xC2, 0xC2], [0xDF, 0xC0],
            [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xE1, 0x80], [0xE1, 0x80, 0x41], [0xE1, 0x41, 0x80],
            [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xEF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x98, 0x41], [0xF0, 0x9F, 0x41, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF],
        ] as [[UInt8]])
    func invalidBytesAreRefused(_ bytes: [UInt8]) {
        for (before, after) in Self.places {
            let text = Array(before.utf8) + bytes + Array(after.utf8)
            #expect(refusal(of: text) == JSONError(.invalidUTF8, at: before.utf8.count))
            let cut = Array(before.utf8) + bytes
            #expect(refusal(of: cut) == JSONError(.invalidUTF8, at: before.utf8.count))
        }
    }

    @Test func everyCharacterIsAccepted() throws {
        for plane in stride(from: UInt32(0x80), to: 0x110000, by: 0x1000) {
            let scalars = (plane..<min(plane + 0x1000, 0x110000)).compactMap { Unicode.Scalar($0) }
            let text = scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
            #expect(try parsed("\"" + text + "\"") == .string(text))
        }
    }
}
