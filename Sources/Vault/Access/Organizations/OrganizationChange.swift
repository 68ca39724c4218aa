/// What shall become of an organisation; what is nothing stays.
public struct OrganizationChange: Sendable, Equatable {
    public var name: String?
    public var address: PostalAddress?

    public init(name: String? = nil, address: PostalAddress? = nil) {
        self.name = name
        self.address = address
    }
}
