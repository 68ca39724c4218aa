public import Crypto

/// A login and a password as a caller sent them, not yet checked.
public final class BasicCredential: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    public let login: String
    public let password: SecretBytes

    public init(login: String, password: SecretBytes) {
        self.login = login
        self.password = password
    }

    public var description: String { "<sealed>" }
    public var debugDescription: String { "<sealed>" }
}
