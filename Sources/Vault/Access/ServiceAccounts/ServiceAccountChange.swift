/// What shall become of a service account; what is nothing stays.
public struct ServiceAccountChange: Sendable, Equatable {
    public var name: String?
    public var role: Role?
    public var isDisabled: Bool?

    public init(name: String? = nil, role: Role? = nil, isDisabled: Bool? = nil) {
        self.name = name
        self.role = role
        self.isDisabled = isDisabled
    }
}
