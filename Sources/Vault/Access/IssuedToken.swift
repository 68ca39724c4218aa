public import Crypto

/// A fresh token: its text, shown to its owner once and kept nowhere, and the digest that is kept.
public struct IssuedToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    public let text: String
    public let digest: Digest256

    init(text: String) {
        self.text = text
        digest = SHA256.digest(text.utf8.span)
    }

    public var description: String { "<sealed>" }
    public var debugDescription: String { "<sealed>" }
}
