/// A user in a team.
public struct TeamMember: Sendable, Equatable {
    public enum Standing: Int64, Sendable {
        case member = 0
        /// May change the team and who is in it.
        case admin = 4
    }

    public let userID: Int64
    /// Of the membership, not of the user.
    public let uid: String
    public let standing: Standing

    public init(userID: Int64, uid: String, standing: Standing) {
        self.userID = userID
        self.uid = uid
        self.standing = standing
    }
}
