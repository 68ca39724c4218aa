/// What is wrong with a text that should be a key-encryption key. The text itself is never repeated.
public enum KeyTextProblem: Sendable, Equatable, CustomStringConvertible {
    case empty
    case byteOrderMark
    case notBase64
    /// Base64, but not of 32 bytes.
    case wrongLength(bytes: Int)
    /// 32 bytes of which hardly any two differ, such as all zero: nobody drew these at random.
    case guessable

    public var description: String {
        switch self {
        case .empty: "it is empty"
        case .byteOrderMark: "it begins with a byte order mark; save it as plain ASCII"
        case .notBase64: "it is not base64 (one newline at its end is trimmed, nothing else)"
        case .wrongLength(let bytes): "it is base64 of \(bytes) bytes, and 32 are needed (`openssl rand -base64 32`)"
        case .guessable: "its bytes are not random (`openssl rand -base64 32` makes a key)"
        }
    }
}
