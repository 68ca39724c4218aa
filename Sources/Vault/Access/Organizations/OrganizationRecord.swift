/// An organisation: what data sources, teams, tokens and memberships belong to.
public struct OrganizationRecord: Sendable, Equatable {
    /// 0 until the store gave it one.
    public let id: Int64
    public var name: String
    public var address: PostalAddress

    public init(id: Int64, name: String, address: PostalAddress = PostalAddress()) {
        self.id = id
        self.name = name
        self.address = address
    }
}
