public import Crypto

/// A human's account, with the organisation it acts in.
public struct UserRecord: Sendable, Equatable {
    /// 0 until the store gave it one.
    public let id: Int64
    public let login: String
    public let email: String
    public let name: String
    public let passwordHash: PasswordHash
    public let orgID: Int64
    public let role: Role
    public let isServerAdmin: Bool
    public let isDisabled: Bool

    public init(
        id: Int64, login: String, email: String, name: String, passwordHash: PasswordHash, orgID: Int64, role: Role,
        isServerAdmin: Bool, isDisabled: Bool
    ) {
        self.id = id
        self.login = login
        self.email = email
        self.name = name
        self.passwordHash = passwordHash
        self.orgID = orgID
        self.role = role
        self.isServerAdmin = isServerAdmin
        self.isDisabled = isDisabled
    }
}
