/// Some users of one organisation under one name.
public struct TeamRecord: Sendable, Equatable {
    /// 0 until the store gave it one.
    public let id: Int64
    public let uid: String
    public let orgID: Int64
    public var name: String
    public var email: String
    /// In the order of user ids.
    public let members: [TeamMember]

    public init(id: Int64, uid: String, orgID: Int64, name: String, email: String, members: [TeamMember] = []) {
        self.id = id
        self.uid = uid
        self.orgID = orgID
        self.name = name
        self.email = email
        self.members = members
    }

    public func member(_ userID: Int64) -> TeamMember? {
        let index = firstIndex(notBefore: userID)
        return index < members.count && members[index].userID == userID ? members[index] : nil
    }

    /// The same question without the answer's text, for decisions: by halves, since a team may be everybody.
    func holds(_ userID: Int64) -> Bool {
        let index = firstIndex(notBefore: userID)
        return index < members.count && members[index].userID == userID
    }

    private func firstIndex(notBefore userID: Int64) -> Int {
        var (low, high) = (0, members.count)
        while low < high {
            let middle = low + (high - low) / 2
            if members[middle].userID < userID { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
