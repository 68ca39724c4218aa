// rooms: Bytes Crypto Secrets
import Bytes
import Crypto
import Secrets

/// Any bytes as each of the forms that a store or a key file may hand over: nothing traps, and what parses reads back the same.
///
/// The key, data key and context are those of `Tests/SecretsTests/Golden.swift`, so that the corpus' good value opens.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSealed(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    if let opened = try? Fixture.shared.keyring.open(SealedValue(bytes: bytes), for: Fixture.context) {
        precondition(opened.count == bytes.count - 38)
    }
    let record = DataKeyRecord(id: 7, wrapped: bytes, keyEncryptionKeyID: Fixture.shared.key.id, isActive: true)
    _ = try? Keyring(unwrapping: [record], with: Fixture.shared.key)
    _ = try? KeyEncryptionKey(base64: bytes.span)
    if let decoded = Base64.decode(bytes.span) {
        precondition(Base64.decode(Array(Base64.encode(decoded.span).utf8).span) == decoded)
    }
    if let text = String(validating: bytes, as: UTF8.self), let hash = PasswordHash(text: text) {
        precondition(hash.text == text)
    }
    return 0
}

private struct Fixture: Sendable {
    static let context = SealContext(orgID: 1, sourceUID: "p-prod", field: "basicAuthPassword")
    static let shared = Fixture()

    let key: KeyEncryptionKey
    let keyring: Keyring

    init() {
        let text = Array("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".utf8)
        let wrapped = Base64.decode(
            Array("AQGgoaKjpKWmp6ipqqvGOV4OYe4kmEpMrfgrV+7xQJ1rI6aCdFukNxy9Q5ZLPutfYWTfXe/4r0XL3ONF2f8=".utf8).span)
        guard let key = try? KeyEncryptionKey(base64: text.span), let wrapped,
            let keyring = try? Keyring(
                unwrapping: [DataKeyRecord(id: 7, wrapped: wrapped, keyEncryptionKeyID: key.id, isActive: true)],
                with: key)
        else { preconditionFailure("the fixture does not open") }
        self.key = key
        self.keyring = keyring
    }
}
