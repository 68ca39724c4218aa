import Bytes
import Crypto
import Secrets
import Testing

@Suite struct KeyEncryptionKeyTests {
    private static let text = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    /// What the text is refused for; nothing when it is a key.
    private func problem(_ text: [UInt8]) -> KeyTextProblem? {
        do throws(SecretsError) {
            _ = try KeyEncryptionKey(base64: text.span)
            return nil
        } catch .keyText(let problem) {
            return problem
        } catch {
            Issue.record("unexpected: \(error)")
            return nil
        }
    }

    @Test("A-056: padding and one trailing newline make no difference", arguments: ["", "\n"])
    func oneTrailingNewlineIsTrimmed(_ end: String) throws {
        for text in [Self.text, String(Self.text.dropLast())] {
            let key = try KeyEncryptionKey(base64: Array((text + end).utf8).span)
            #expect(key.id == "630dcd2966c43366")
        }
    }

    @Test(
        "A-056: a key file that nobody drew at random is refused",
        arguments: [
            ("", .empty),
            ("\n", .empty),
            ("\u{FEFF}" + text, .byteOrderMark),
            (text + "\n\n", .notBase64),
            (text + "\r\n", .notBase64),
            (" " + text, .notBase64),
            (text + " ", .notBase64),
            ("\"" + text + "\"", .notBase64),
            ("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=", .notBase64),
            ("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f!", .notBase64),
            ("changeme", .wrongLength(bytes: 6)),
            ("SW2YcwTIb9zpOOhoPsMm", .wrongLength(bytes: 15)),
            ("AAECAwQFBgc=", .wrongLength(bytes: 8)),
            ("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", .wrongLength(bytes: 48)),
            ("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==", .wrongLength(bytes: 31)),
            ("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g", .wrongLength(bytes: 33)),
            (String(repeating: "A", count: 43) + "=", .guessable),
            (String(repeating: "/", count: 42) + "8=", .guessable),
            (String(repeating: "YWJj", count: 10) + "YWI=", .guessable),
        ] as [(String, KeyTextProblem)])
    func poorKeysAreRefused(_ text: String, _ expected: KeyTextProblem) {
        #expect(problem(Array(text.utf8)) == expected)
    }

    @Test("A-056: UTF-16, binary and huge files are refused") func otherEncodingsAreRefused() {
        #expect(problem([0xFF, 0xFE] + Self.text.utf8.flatMap { [$0, 0] }) == .byteOrderMark)
        #expect(problem([0xFE, 0xFF] + Self.text.utf8.flatMap { [0, $0] }) == .byteOrderMark)
        #expect(problem(Array(0..<32)) == .notBase64)
        #expect(problem([UInt8](repeating: 0x41, count: 10_000_000)) == .notBase64)
    }

    @Test(
        "A-056: the message says what is wrong and never repeats the text",
        arguments: [
            "changeme", "\u{FEFF}changeme", "change me", "SW2YcwTIb9zpOOhoPsMm", text + text, text + "\n\n",
        ])
    func messagesDoNotEcho(_ text: String) {
        let error = #expect(throws: SecretsError.self) { try KeyEncryptionKey(base64: Array(text.utf8).span) }
        let message = error?.description ?? ""
        #expect(message.hasPrefix("the key-encryption key is refused: "))
        #expect(!message.contains("hange") && !message.contains("AAEC") && !message.contains("SW2Y"))
    }

    @Test func aMadeKeyIsReadBackFromItsText() throws {
        let (key, text) = KeyEncryptionKey.make()
        let read = try text.withSpan { text throws(SecretsError) in try KeyEncryptionKey(base64: text) }
        #expect(read.id == key.id && text.count == 45)
        #expect(KeyEncryptionKey.make().key.id != key.id)
        var dumped = ""
        dump(key, to: &dumped)
        #expect(dumped.contains("<sealed>") && "\(key)" == "key-encryption key \(key.id)")
    }
}
