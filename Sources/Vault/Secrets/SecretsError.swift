/// Why a key was not taken or a secret not opened. Says which key and what kind of damage, never a byte of either.
public enum SecretsError: Error, Sendable, Equatable {
    /// The text given as key-encryption key is none.
    case keyText(KeyTextProblem)
    /// A data key was wrapped by another key than the given one; both are named by their ids.
    case wrongKeyEncryptionKey(dataKeyID: Int64, wanted: String, given: String)
    /// The right key-encryption key, but the wrapped data key was changed, cut, or belongs to another id.
    case damagedDataKey(dataKeyID: Int64)
    /// Two records claim one id.
    case repeatedDataKey(dataKeyID: Int64)
    /// Nothing can be sealed: there is not exactly one active data key.
    case activeDataKeys(count: Int)
    /// A sealed value names a data key that is not there.
    case unknownDataKey(dataKeyID: Int64)
    /// A sealed value is shorter than its shortest form.
    case truncated
    case unknownVersion(UInt8)
    case unknownAlgorithm(UInt8)
    /// A sealed value was changed, or was sealed for another organisation, data source or field.
    case authenticationFailed
    /// A secret, sealed or not, beyond `SealedValue.secretBytesMax`.
    case tooLarge
    /// The library refused for a reason of its own (`openssl errstr`), such as no memory: asking again may help.
    case cryptography(reason: Int)
}

extension SecretsError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .keyText(let problem): "the key-encryption key is refused: \(problem)"
        case .wrongKeyEncryptionKey(let dataKeyID, let wanted, let given):
            "data key \(dataKeyID) was wrapped by key-encryption key \(wanted), but key-encryption key \(given) was given"
        case .damagedDataKey(let dataKeyID): "data key \(dataKeyID) is damaged"
        case .repeatedDataKey(let dataKeyID): "there are two data keys \(dataKeyID)"
        case .activeDataKeys(let count): "there are \(count) active data keys instead of one"
        case .unknownDataKey(let dataKeyID): "the sealed value needs data key \(dataKeyID), which is not there"
        case .truncated: "the sealed value is too short"
        case .unknownVersion(let version): "the sealed value has the unknown version \(version)"
        case .unknownAlgorithm(let algorithm): "the sealed value has the unknown algorithm \(algorithm)"
        case .authenticationFailed: "the sealed value was changed or belongs elsewhere"
        case .tooLarge: "the secret is larger than \(SealedValue.secretBytesMax) bytes"
        case .cryptography(let reason): "OpenSSL refused (reason \(reason))"
        }
    }
}
