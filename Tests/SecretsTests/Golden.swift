import Bytes
import Crypto
import Secrets

/// One key-encryption key, data key and sealed value that another implementation (Python's cryptography) made from the
/// documented form. They must open for ever.
enum Golden {
    static let keyText = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    static let record = DataKeyRecord(
        id: 7,
        wrapped: bytes(
            """
            0101a0a1a2a3a4a5a6a7a8a9aaabc6395e0e61ee24984a4cadf82b57eef1409d\
            6b23a682745ba4371cbd43964b3eeb5f6164df5deff8af45cbdce345d9ff
            """),
        keyEncryptionKeyID: "630dcd2966c43366", isActive: true)
    static let sealed = SealedValue(
        bytes: bytes(
            """
            01010000000000000007b0b1b2b3b4b5b6b7b8b9babb55955835f740bc2e5a62\
            6f8966c8d63ebfc3376ea8f316a765cf2b6723
            """))
    static let context = SealContext(orgID: 1, sourceUID: "p-prod", field: "basicAuthPassword")
    static let plain = "correct horse"

    static func key() throws -> KeyEncryptionKey { try KeyEncryptionKey(base64: Array(keyText.utf8).span) }

    static func keyring() throws -> Keyring { try Keyring(unwrapping: [record], with: key()) }

    private static func bytes(_ text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

extension SecretBytes {
    convenience init(_ text: String) { self.init(copying: Array(text.utf8).span) }

    var bytes: [UInt8] { withSpan { $0.copy() } }
}
