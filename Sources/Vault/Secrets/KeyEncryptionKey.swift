internal import Bytes
public import Crypto

/// The key that wraps data keys and nothing else. It comes from outside the store (a file, the environment).
public struct KeyEncryptionKey: Sendable {
    /// The first 16 hexadecimal digits of SHA-256 of the key: names it without telling anything about it.
    public let id: String
    let secret: SecretBytes

    /// The text of a key file: base64 of exactly 32 bytes, its padding optional, one trailing newline trimmed. The same rule
    /// everywhere, so that replicas that read the same file hold the same key.
    public init(base64 text: Span<UInt8>) throws(SecretsError) {
        let text = text.count > 0 && text[text.count - 1] == 0x0A ? text.extracting(0..<text.count - 1) : text
        if let problem = Self.problem(text) { throw .keyText(problem) }
        var key = ByteBuffer(kind: .confidential)
        guard Base64.appendDecoded(text, to: &key) else { throw .keyText(.notBase64) }
        guard key.count == AES256GCM.keyBytes else { throw .keyText(.wrongLength(bytes: key.count)) }
        guard !Self.isGuessable(key.span) else { throw .keyText(.guessable) }
        self.init(SecretBytes(copying: key.span))
    }

    private init(_ secret: SecretBytes) {
        id = String(secret.withSpan { SHA256.digest($0) }.hexadecimal.prefix(16))
        self.secret = secret
    }

    /// A new random key and the text for its file, trailing newline included.
    public static func make() -> (key: KeyEncryptionKey, text: SecretBytes) {
        let key = KeyEncryptionKey(SecretBytes(randomCount: AES256GCM.keyBytes))
        var text = ByteBuffer(kind: .confidential)
        key.secret.withSpan { Base64.append($0, to: &text) }
        text.append(0x0A)
        return (key, SecretBytes(copying: text.span))
    }

    /// A stored id as an error may show it: whoever can change the store must not write into the log through it.
    static func printableID(_ id: String) -> String {
        let isID =
            id.utf8.count == 16 && id.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        return isID ? id : "unknown"
    }

    /// What can be said before decoding. 4 KiB bounds what a wrong file (a log, a directory's image) may cost.
    private static func problem(_ text: Span<UInt8>) -> KeyTextProblem? {
        if text.isEmpty { return .empty }
        if startsWithByteOrderMark(text) { return .byteOrderMark }
        return text.count > 4096 ? .notBase64 : nil
    }

    /// UTF-8's, or UTF-16's of either order.
    private static func startsWithByteOrderMark(_ text: Span<UInt8>) -> Bool {
        guard text.count >= 2 else { return false }
        return switch (text[0], text[1]) {
        case (0xFE, 0xFF), (0xFF, 0xFE): true
        case (0xEF, 0xBB): text.count > 2 && text[2] == 0xBF
        default: false
        }
    }

    /// Fewer than 8 different values among 32 random bytes happen once in 10^40 keys.
    private static func isGuessable(_ key: Span<UInt8>) -> Bool {
        var seen: [UInt64] = [0, 0, 0, 0]
        for index in 0..<key.count { seen[Int(key[index] >> 6)] |= 1 << UInt64(key[index] & 63) }
        return seen.reduce(0) { $0 + $1.nonzeroBitCount } < 8
    }
}

extension KeyEncryptionKey: CustomStringConvertible {
    public var description: String { "key-encryption key \(id)" }
}
