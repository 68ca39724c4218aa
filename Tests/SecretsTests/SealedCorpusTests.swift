import Bytes
import Crypto
import Foundation
import Secrets
import Testing

/// Replays what `Fuzz/SealedFuzz.swift` found worth keeping. A new find is a new file in the folder.
@Suite struct SealedCorpusTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fuzz/corpus/SealedFuzz").standardizedFileURL

    @Test func onlyTheGoldenValueOpensAndOnlyHashesParse() throws {
        let keyring = try Golden.keyring()
        let key = try Golden.key()
        let files = try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: nil)
        #expect(files.count >= 19)
        for file in files {
            let (name, bytes) = (file.lastPathComponent, [UInt8](try Data(contentsOf: file)))
            let opened = try? keyring.open(SealedValue(bytes: bytes), for: Golden.context)
            #expect((opened != nil) == (name == "opens"), "\(name)")
            let record = DataKeyRecord(id: 7, wrapped: bytes, keyEncryptionKeyID: key.id, isActive: true)
            let isUnwrapped = (try? Keyring(unwrapping: [record], with: key)) != nil
            #expect(isUnwrapped == (name == "wrapped-data-key"), "\(name)")
            let isKey = (try? KeyEncryptionKey(base64: bytes.span)) != nil
            #expect(isKey == (name == "key-text"), "\(name)")
            let hash = String(validating: bytes, as: UTF8.self).flatMap { PasswordHash(text: $0) }
            #expect((hash != nil) == (name == "password-hash"), "\(name)")
        }
    }
}
