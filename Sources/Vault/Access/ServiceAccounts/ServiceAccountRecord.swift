/// An account of a machine: what tokens are bound to.
public struct ServiceAccountRecord: Sendable, Equatable {
    /// 0 until the store gave it one. Users and service accounts share their ids.
    public let id: Int64
    public let uid: String
    public let orgID: Int64
    public var name: String
    public let login: String
    public var role: Role
    public var isDisabled: Bool
    /// Unix seconds.
    public let createdAt: Int64
    public var updatedAt: Int64

    public init(
        id: Int64, uid: String, orgID: Int64, name: String, login: String, role: Role, isDisabled: Bool,
        createdAt: Int64, updatedAt: Int64
    ) {
        self.id = id
        self.uid = uid
        self.orgID = orgID
        self.name = name
        self.login = login
        self.role = role
        self.isDisabled = isDisabled
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// The same account under the id that the store gave it.
    public func withID(_ id: Int64) -> ServiceAccountRecord {
        ServiceAccountRecord(
            id: id, uid: uid, orgID: orgID, name: name, login: login, role: role, isDisabled: isDisabled,
            createdAt: createdAt, updatedAt: updatedAt)
    }
}
