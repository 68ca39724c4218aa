/// A user's place in one organisation.
public struct Membership: Sendable, Equatable {
    public let orgID: Int64
    public let role: Role

    public init(orgID: Int64, role: Role) {
        self.orgID = orgID
        self.role = role
    }
}
