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
    static let tokenLogin = "api_key"
    private static var tokenLoginBytes: StaticString { "api_key" }

    public init() {}

    /// `authorization` is the value of the one `Authorization` field; a request with two has been refused before.
    /// `organization` is what the call names; tokens are bound to theirs. `now` is in Unix seconds.
    public mutating func admit(
        authorization: Span<UInt8>?, organization: OrganizationChoice, directory: borrowing AccessDirectory, now: Int64
    ) -> Admission {
        guard let authorization else { return .refused(.noCredentials) }
        switch Authorization.parse(authorization) {
        case .bearer(let range): return admitToken(authorization.extracting(range), directory: directory, now: now)
        case .basic(let range):
            return admitBasic(authorization.extracting(range), organization, directory: directory, now: now)
        case .malformed: return .refused(.malformedHeader)
        }
    }

    private mutating func admitToken(
        _ token: Span<UInt8>, directory: borrowing AccessDirectory, now: Int64
    ) -> Admission {
        guard let entry = directory.entry(hasher.digest(token)) else { return .refused(.unknownToken) }
        guard !entry.record.isExpired(at: now) else { return .refused(.expiredToken) }
        guard let identity = entry.identity else { return .refused(.unknownToken) }
        entry.usage.note(now)
        return .admitted(identity)
    }

    private mutating func admitBasic(
        _ text: Span<UInt8>, _ organization: OrganizationChoice, directory: borrowing AccessDirectory, now: Int64
    ) -> Admission {
        var pair = ByteBuffer()
        swap(&pair, &scratch)
        let isDecoded = Base64.appendDecoded(text, to: &pair)
        let admission =
            isDecoded
            ? admitPair(pair.span, organization, directory: directory, now: now) : Admission.refused(.malformedHeader)
        pair.wipe()
        swap(&pair, &scratch)
        return admission
    }

    /// `pair` is `login:password`.
    private mutating func admitPair(
        _ pair: Span<UInt8>, _ organization: OrganizationChoice, directory: borrowing AccessDirectory, now: Int64
    ) -> Admission {
        guard let colon = pair.firstOffset(of: UInt8(ascii: ":")) else { return .refused(.malformedHeader) }
        let secret = pair.extracting(colon + 1..<pair.count)
        if pair.extracting(0..<colon).equals(Self.tokenLoginBytes) {
            return admitToken(secret, directory: directory, now: now)
        }
        guard let login = pair.extracting(0..<colon).validatedString() else { return .refused(.malformedHeader) }
        guard !login.isEmpty, !secret.isEmpty else { return .refused(.wrongPassword) }
        if let entry = directory.userEntry(login: login), remembered.contains(pair, of: entry.record, now: now) {
            entry.usage.note(now)
            return entry.admission(to: organization)
        }
        return .needsPassword(BasicCredential(login: login, password: SecretBytes(copying: secret)))
    }

    /// What the call stands on that was just admitted by `authorization` as `identity`.
    public mutating func standing(
        of authorization: Span<UInt8>, as identity: Identity, directory: borrowing AccessDirectory
    ) -> Standing? {
        if let id = identity.userID {
            return directory.user(id: id).map { Standing(identity, by: .password($0.passwordHash, ofUser: id)) }
        }
        switch Authorization.parse(authorization) {
        case .bearer(let range):
            return Standing(identity, by: .token(hasher.digest(authorization.extracting(range))))
        case .basic(let range):
            var pair = ByteBuffer(kind: .confidential)
            guard Base64.appendDecoded(authorization.extracting(range), to: &pair),
                let colon = pair.span.firstOffset(of: UInt8(ascii: ":"))
            else { return nil }
            return Standing(identity, by: .token(hasher.digest(pair.span.extracting(colon + 1..<pair.count))))
        case .malformed: return nil
        }
    }

    /// Whether the password is right. Slow on purpose (scrypt): for a compute thread, never for a loop. An unknown or
    /// disabled account takes the same work as a wrong password.
    public static func verify(_ credential: BasicCredential, user: UserRecord?) -> Bool {
        let hash = user?.passwordHash ?? decoy
        let matches = credential.password.withSpan { hash.matches(password: $0) }
        guard let user else { return false }
        return matches && !user.isDisabled
    }

    /// Whom a call is made as whose password was just found right: nothing when the account changed meanwhile, was disabled
    /// or deleted.
    public static func admission(
        of credential: BasicCredential, verifiedAs user: UserRecord, organization: OrganizationChoice,
        directory: borrowing AccessDirectory, now: Int64
    ) -> Admission {
        guard let entry = directory.userEntry(login: credential.login), entry.record.id == user.id,
            entry.record.passwordHash == user.passwordHash, !entry.record.isDisabled
        else { return .refused(.wrongPassword) }
        entry.usage.note(now)
        return entry.admission(to: organization)
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
