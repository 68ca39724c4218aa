public import Crypto

/// Everybody who may come in: tokens by digest, users by login. An immutable value that a snapshot carries; a change
/// makes a new one, which shares what did not change.
public struct AccessDirectory: Sendable {
    /// A token with the identity it stands for, made once so that a call allocates nothing.
    final class TokenEntry: Sendable {
        let record: TokenRecord
        let identity: Identity

        init(_ record: TokenRecord) {
            self.record = record
            identity = Identity(record)
        }
    }

    private var tokens = SnapshotMap<Digest256, TokenEntry>()
    private var digests = SnapshotMap<Int64, Digest256>()
    private var users = SnapshotMap<LoginKey, UserRecord>()
    private var logins = SnapshotMap<Int64, LoginKey>()

    public init(tokens: [TokenRecord] = [], users: [UserRecord] = []) {
        for token in tokens { apply(.token(token)) }
        for user in users { apply(.user(user)) }
    }

    public func token(_ digest: Digest256) -> TokenRecord? { tokens[digest]?.record }

    /// Logins are compared byte by byte.
    public func user(login: String) -> UserRecord? { users[LoginKey(login)] }

    public func user(id: Int64) -> UserRecord? { logins[id].flatMap { users[$0] } }

    public var tokenCount: Int { tokens.count }
    public var userCount: Int { users.count }

    func entry(_ digest: Digest256) -> TokenEntry? { tokens[digest] }

    public func applying(_ changes: [AccessChange]) -> AccessDirectory {
        var next = self
        for change in changes { next.apply(change) }
        return next
    }

    private mutating func apply(_ change: AccessChange) {
        switch change {
        case .token(let token):
            removeToken(token.id)
            tokens[token.digest] = TokenEntry(token)
            digests[token.id] = token.digest
        case .tokenDeleted(let id): removeToken(id)
        case .user(let user):
            removeUser(user.id)
            users[LoginKey(user.login)] = user
            logins[user.id] = LoginKey(user.login)
        case .userDeleted(let id): removeUser(id)
        }
    }

    private mutating func removeToken(_ id: Int64) {
        guard let digest = digests[id] else { return }
        digests[id] = nil
        tokens[digest] = nil
    }

    private mutating func removeUser(_ id: Int64) {
        guard let login = logins[id] else { return }
        logins[id] = nil
        users[login] = nil
    }
}
