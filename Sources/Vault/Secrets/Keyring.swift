internal import Bytes
public import Crypto

/// The opened data keys of a store: seals new secrets under the active one, opens old ones under the key that they name.
///
/// Immutable; a rotation makes a new one. Every thread may use it.
public final class Keyring: Sendable {
    private let keys: [Int64: DataKey]
    private let order: [Int64]
    private let active: DataKey?

    /// All of `records`, or a throw that names the first that does not open: a store of which half the secrets would fail is not
    /// served. During a rotation some records are still wrapped by a `previous` key.
    public init(
        unwrapping records: [DataKeyRecord], with key: KeyEncryptionKey, previous: [KeyEncryptionKey] = []
    ) throws(SecretsError) {
        var keys: [Int64: DataKey] = [:]
        for record in records {
            guard keys[record.id] == nil else { throw .repeatedDataKey(dataKeyID: record.id) }
            let wrapping = previous.first { $0.id == record.keyEncryptionKeyID } ?? key
            keys[record.id] = try DataKey(unwrapping: record, with: wrapping)
        }
        let activeCount = records.count(where: \.isActive)
        guard activeCount <= 1 else { throw .activeDataKeys(count: activeCount) }
        self.keys = keys
        order = records.map(\.id)
        active = keys.values.first(where: \.isActive)
    }

    /// A new active data key, wrapped. It works once a keyring was made from it.
    public static func makeDataKey(id: Int64, wrappedBy key: KeyEncryptionKey) -> DataKeyRecord {
        DataKey(newWithID: id).wrapped(by: key)
    }

    /// Under the active data key and a random nonce: good for 2^32 values, far more than a store's writes.
    public func seal(_ secret: SecretBytes, for context: SealContext) throws(SecretsError) -> SealedValue {
        guard let key = active else { throw .activeDataKeys(count: 0) }
        guard secret.count <= SealedValue.secretBytesMax else { throw .tooLarge }
        let header = SealedValue.Header(dataKeyID: key.id)
        let nonce = SecureRandom.bytes(AES256GCM.nonceBytes)
        let sealed = secret.withSpan {
            AES256GCM.seal($0, key: key.secret, nonce: nonce, authenticating: context.associated(header: header).span)
        }
        return SealedValue(header: header, nonce: nonce, sealed: sealed)
    }

    /// The secret that was sealed for exactly this context.
    public func open(_ value: SealedValue, for context: SealContext) throws(SecretsError) -> SecretBytes {
        let header = try value.header()
        guard let key = keys[header.dataKeyID] else { throw .unknownDataKey(dataKeyID: header.dataKeyID) }
        do throws(CryptoError) {
            return try AES256GCM.open(
                value.bytes.span.extracting(value.bodyRange), key: key.secret, nonce: value.nonce,
                authenticating: context.associated(header: header).span)
        } catch {
            switch error {
            case .authenticationFailed: throw .authenticationFailed
            case .library(let reason): throw .cryptography(reason: reason)
            }
        }
    }

    /// The same data keys wrapped by `key`, in the order that they were given: values stay as they are.
    public func rewrapped(by key: KeyEncryptionKey) -> [DataKeyRecord] {
        order.compactMap { keys[$0]?.wrapped(by: key) }
    }
}
