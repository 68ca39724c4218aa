internal import Bytes
internal import Crypto

/// An unwrapped data key.
struct DataKey: Sendable {
    let id: Int64
    let secret: SecretBytes
    let isActive: Bool

    private static let wrappedCount = headerCount + AES256GCM.keyBytes + AES256GCM.tagBytes
    private static let headerCount = 2 + AES256GCM.nonceBytes

    init(newWithID id: Int64) {
        self.id = id
        secret = SecretBytes(randomCount: AES256GCM.keyBytes)
        isActive = true
    }

    init(unwrapping record: DataKeyRecord, with key: KeyEncryptionKey) throws(SecretsError) {
        guard record.keyEncryptionKeyID == key.id else {
            throw .wrongKeyEncryptionKey(
                dataKeyID: record.id, wanted: KeyEncryptionKey.printableID(record.keyEncryptionKeyID), given: key.id)
        }
        let wrapped = record.wrapped
        guard wrapped.count == Self.wrappedCount, wrapped[0] == SealedValue.version, wrapped[1] == SealedValue.aes256GCM
        else { throw .damagedDataKey(dataKeyID: record.id) }
        id = record.id
        isActive = record.isActive
        do throws(CryptoError) {
            secret = try AES256GCM.open(
                wrapped.span.extracting(Self.headerCount..<wrapped.count), key: key.secret,
                nonce: Array(wrapped[2..<Self.headerCount]), authenticating: Self.associated(id: id, key: key).span)
        } catch {
            switch error {
            case .authenticationFailed: throw .damagedDataKey(dataKeyID: record.id)
            case .library(let reason): throw .cryptography(reason: reason)
            }
        }
    }

    /// Under a fresh nonce each time.
    func wrapped(by key: KeyEncryptionKey) -> DataKeyRecord {
        let nonce = SecureRandom.bytes(AES256GCM.nonceBytes)
        let sealed = secret.withSpan {
            AES256GCM.seal($0, key: key.secret, nonce: nonce, authenticating: Self.associated(id: id, key: key).span)
        }
        return DataKeyRecord(
            id: id, wrapped: [SealedValue.version, SealedValue.aes256GCM] + nonce + sealed, keyEncryptionKeyID: key.id,
            isActive: isActive)
    }

    /// Both ids and the header, so that no wrapped key passes for another.
    private static func associated(id: Int64, key: KeyEncryptionKey) -> [UInt8] {
        var bytes = FieldBytes(purpose: "headgate data key")
        bytes.append(SealedValue.version)
        bytes.append(SealedValue.aes256GCM)
        bytes.append(id)
        bytes.append(key.id)
        return bytes.bytes
    }
}
