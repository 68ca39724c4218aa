internal import Bytes
internal import Crypto

/// Says who a call is made as. One per worker: it owns a hash context, a scratch buffer and the remembered passwords,
/// so that a call with a bearer token costs one SHA-256 and one lookup and allocates nothing.
///
/// Tokens are found by the digest of what was sent, so the time that a wrong one takes tells nothing about a right one
///
public struct Authenticator: ~Copyable {
    private var hasher = SHA256Hasher()
    private var remembered = RememberedPasswords()
    private var scratch = ByteBuffer(kind: .confidential)

    /// Grafana's user name for a token that is carried as a password.
    private static var tokenLogin: StaticString { "api_key" }

    public init() {}

    /// `authorization` is the value of the one `Authorization` field; a request with two has been refused before. `now`
    /// is in Unix seconds.
    public mutating func admit(authorization: Span<UInt8>?, directory: borrowing AccessDirectory, now: Int64)
        -> Admission
    {
        guard let authorization else { return .refused(.noCredentials) }
        switch Authorization.parse(authorization) {
        case .bearer(let range): return admitToken(authorization.extracting(range), directory: directory, now: now)
        case .basic(let range): return admitBasic(authorization.extracting(range), directory: directory, now: now)
        case .malformed: return .refused(.malformedHeader)
        }
    }

    private mutating func admitToken(
        _ token: Span<UInt8>, directory: borrowing AccessDirectory, now: Int64
    ) -> Admission {
        guard let entry = directory.entry(hasher.digest(token)) else { return .refused(.unknownToken) }
        return entry.record.isExpired(at: now) ? .refused(.expiredToken) : .admitted(entry.identity)
    }

    private mutating func admitBasic(
        _ text: Span<UInt8>, directory: borrowing AccessDirectory, now: Int64
    ) -> Admission {
        var pair = ByteBuffer()
        swap(&pair, &scratch)
        let isDecoded = Base64.appendDecoded(text, to: &pair)
        let admission =
            isDecoded ? admitPair(pair.span, directory: directory, now: now) : Admission.refused(.malformedHeader)
        pair.wipe()
        swap(&pair, &scratch)
        return admission
    }

    /// `pair` is `login:password`.
    private mutating func admitPair(
        _ pair: Span<UInt8>, directory: borrowing AccessDirectory, now: Int64
    ) -> Admission {
        guard let colon = pair.firstOffset(of: UInt8(ascii: ":")) else { return .refused(.malformedHeader) }
        let secret = pair.extracting(colon + 1..<pair.count)
        if pair.extracting(0..<colon).equals(Self.tokenLogin) {
            return admitToken(secret, directory: directory, now: now)
        }
        guard let login = pair.extracting(0..<colon).validatedString() else { return .refused(.malformedHeader) }
        guard !login.isEmpty, !secret.isEmpty else { return .refused(.wrongPassword) }
        if let user = directory.user(login: login), remembered.contains(pair, of: user, now: now) {
            return .admitted(Identity(user))
        }
        return .needsPassword(BasicCredential(login: login, password: SecretBytes(copying: secret)))
    }

    /// Whether the password is right. Slow on purpose (scrypt): for a compute thread, never for a loop. An unknown or
    /// disabled account takes the same work as a wrong password.
    public static func verify(_ credential: BasicCredential, user: UserRecord?) -> Bool {
        let hash = user?.passwordHash ?? decoy
        let matches = credential.password.withSpan { hash.matches(password: $0) }
        guard let user else { return false }
        return matches && !user.isDisabled
    }

    /// Keeps a pair that `verify` found right, so that the next calls with it need no scrypt.
    public mutating func remember(_ credential: BasicCredential, user: UserRecord, now: Int64) {
        var pair = ByteBuffer()
        swap(&pair, &scratch)
        pair.append(credential.login)
        pair.append(UInt8(ascii: ":"))
        credential.password.append(to: &pair)
        remembered.insert(pair.span, of: user, now: now)
        pair.wipe()
        swap(&pair, &scratch)
    }

    /// What an unknown login's password is compared with: the standard cost, salt and hash of zeros, which no password
    /// has.
    private static let decoy: PasswordHash = {
        let salt = String(repeating: "A", count: 22)
        let hash = String(repeating: "A", count: 43)
        guard let decoy = PasswordHash(text: "$scrypt$ln=15,r=8,p=1$\(salt)$\(hash)") else {
            preconditionFailure("the decoy is a password hash")
        }
        return decoy
    }()
}
