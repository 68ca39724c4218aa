/// What can go wrong here that a caller can act on. Nothing in it derives from a key, a password or a plaintext.
public enum CryptoError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The tag does not belong to these bytes under this key, nonce and associated data. There is no finer answer.
    case authenticationFailed
    /// OpenSSL refused; `reason` is its own number (`openssl errstr`), 0 when it gave none.
    case library(reason: Int)

    public var description: String {
        switch self {
        case .authenticationFailed: "authentication failed"
        case .library(let reason): "OpenSSL refused (reason \(reason))"
        }
    }
}
