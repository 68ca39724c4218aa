internal import Bytes
internal import Crypto

/// What a caller was let in by, for whoever has to ask later, when something of the call goes on for hours, whether it still holds. It
/// holds no credential: a token's digest, or the hash of the password that was right.
public final class Standing: Sendable {
    enum Basis: Sendable {
        case token(Digest256)
        case password(PasswordHash, ofUser: Int64)
    }

    public let identity: Identity
    private let basis: Basis

    init(_ identity: Identity, by basis: Basis) {
        self.identity = identity
        self.basis = basis
    }

    /// The caller would be let in as before: the same token or password, the same account, the same role. `now` in Unix seconds.
    public func holds(in directory: AccessDirectory, now: Int64) -> Bool {
        switch basis {
        case .token(let digest):
            guard let entry = directory.entry(digest), !entry.record.isExpired(at: now) else { return false }
            return entry.identity == identity
        case .password(let hash, let id):
            guard let user = directory.user(id: id), !user.isDisabled, user.passwordHash == hash else { return false }
            return Identity(user, in: identity.orgID) == identity
        }
    }

    /// When the token runs out, in Unix seconds; nothing for what lasts until it is changed.
    public func expiry(in directory: AccessDirectory) -> Int64? {
        switch basis {
        case .token(let digest): directory.entry(digest)?.record.expiresAt
        case .password: nil
        }
    }
}
