import Foundation
import TestSupport
import Testing

@testable import Daemon

@Suite struct KeyFileTests {
    private let directory: TemporaryDirectory
    private let file: KeyFile
    private static let good = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    init() throws {
        directory = try TemporaryDirectory()
        file = KeyFile(path: directory.file("key"))
    }

    private func refusal(of text: String, mode: Int = 0o600) throws -> String {
        try directory.write(text, to: "key")
        try directory.setMode(mode, of: "key")
        let error = #expect(throws: DaemonError.self) { try file.load() }
        return error.map(\.description) ?? ""
    }

    @Test("A-048: a new key file is mode 0600 and is read again")
    func aNewKeyIsPrivateAndLasts() throws {
        let made = try file.loadOrMake(isDatabaseSealed: false)
        #expect(made.isNew)
        #expect(try directory.mode(of: "key") == 0o600)
        let again = try file.loadOrMake(isDatabaseSealed: true)
        #expect(!again.isNew)
        #expect(again.key.id == made.key.id)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["key"])
    }

    @Test("A-048: modes that let others in are refused", arguments: [0o644, 0o604, 0o660, 0o666, 0o601, 0o602, 0o610])
    func aKeyThatOthersCanUseIsRefused(mode: Int) throws {
        let message = try refusal(of: Self.good, mode: mode)
        #expect(message.contains("mode 0\(String(mode, radix: 8))"))
        #expect(message.contains("0600 or 0640 is needed"))
    }

    @Test("A-048: owner's and group's reading is enough", arguments: [0o600, 0o640, 0o400, 0o440])
    func aPrivateKeyIsTaken(mode: Int) throws {
        try directory.write(Self.good + "\n", to: "key")
        try directory.setMode(mode, of: "key")
        #expect(throws: Never.self) { try file.load() }
    }

    @Test(
        "A-056: texts that are no key are refused with what is wrong",
        arguments: [
            ("", "it is empty"), ("\n", "it is empty"), ("changeme", "it is base64 of 6 bytes"),
            ("SW2YcwTIb9zpOOhoPsMm", "it is base64 of 15 bytes"), ("c2hvcnQga2V5", "it is base64 of 9 bytes"),
            ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "its bytes are not random"),
            ("\u{FEFF}AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "byte order mark"),
            ("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\r\n", "it is not base64"),
            (" AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "it is not base64"),
        ])
    func aWrongTextIsRefused(text: String, problem: String) throws {
        let message = try refusal(of: text)
        #expect(message.contains(problem), "\(message)")
        #expect(text.count < 8 || !message.contains(text))
    }

    @Test("A-056: one trailing newline is trimmed, always the same way")
    func oneNewlineIsTrimmed() throws {
        try directory.write(Self.good, to: "key")
        try directory.setMode(0o600, of: "key")
        let plain = try file.load().id
        try directory.write(Self.good + "\n", to: "key")
        try directory.setMode(0o600, of: "key")
        #expect(try file.load().id == plain)
        #expect(try refusal(of: Self.good + "\n\n").contains("it is not base64"))
    }

    @Test("A-056: a directory in the key's place is refused")
    func aDirectoryIsRefused() throws {
        try FileManager.default.createDirectory(atPath: file.path, withIntermediateDirectories: false)
        #expect(throws: DaemonError.keyFile(path: file.path, .notARegularFile)) { try file.load() }
    }

    @Test("A-056: a missing key is never replaced where something was sealed with it")
    func aMissingKeyIsRefused() {
        #expect(throws: DaemonError.keyFile(path: file.path, .missing)) { try file.load() }
        #expect(throws: DaemonError.keyFile(path: file.path, .missingForDatabase)) {
            try file.loadOrMake(isDatabaseSealed: true)
        }
    }
}
