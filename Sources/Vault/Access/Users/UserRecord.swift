public import Crypto

/// A human's account, with its places in organisations.
public struct UserRecord: Sendable, Equatable {
    /// 0 until the store gave it one. Users and service accounts share their ids.
    public let id: Int64
    public let uid: String
    public let login: String
    public let email: String
    public let name: String
    public let passwordHash: PasswordHash
    /// The organisation that is current: the one of a call that names none.
    public let orgID: Int64
    /// In the order of organisation ids.
    public let memberships: [Membership]
    public let isServerAdmin: Bool
    public let isDisabled: Bool
    /// Unix seconds.
    public let createdAt: Int64
    public let updatedAt: Int64
    /// Unix seconds, as of the last time it was written down; 0 when never.
    public let lastSeenAt: Int64

    public init(
        id: Int64, uid: String, login: String, email: String, name: String, passwordHash: PasswordHash, orgID: Int64,
        memberships: [Membership], isServerAdmin: Bool, isDisabled: Bool, createdAt: Int64, updatedAt: Int64,
        lastSeenAt: Int64 = 0
    ) {
        self.id = id
        self.uid = uid
        self.login = login
        self.email = email
        self.name = name
        self.passwordHash = passwordHash
        self.orgID = orgID
        self.memberships = memberships
        self.isServerAdmin = isServerAdmin
        self.isDisabled = isDisabled
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.lastSeenAt = lastSeenAt
    }

    /// A user of one organisation.
    public init(
        id: Int64, uid: String = "", login: String, email: String, name: String, passwordHash: PasswordHash,
        orgID: Int64, role: Role, isServerAdmin: Bool, isDisabled: Bool, createdAt: Int64 = 0
    ) {
        self.init(
            id: id, uid: uid, login: login, email: email, name: name, passwordHash: passwordHash, orgID: orgID,
            memberships: [Membership(orgID: orgID, role: role)], isServerAdmin: isServerAdmin, isDisabled: isDisabled,
            createdAt: createdAt, updatedAt: createdAt)
    }

    /// In the current organisation.
    public var role: Role { role(in: orgID) }

    /// Who is no member has no role.
    public func role(in orgID: Int64) -> Role { memberships.first { $0.orgID == orgID }?.role ?? .none }

    public func isMember(of orgID: Int64) -> Bool { memberships.contains { $0.orgID == orgID } }
}
