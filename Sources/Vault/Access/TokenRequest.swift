/// What a new token shall be.
public struct TokenRequest: Sendable, Equatable {
    public var name: String
    public var role: Role
    public var shape: TokenRecord.Shape
    /// Unix seconds; nothing means it does not expire.
    public var expiresAt: Int64?

    public init(name: String, role: Role, shape: TokenRecord.Shape, expiresAt: Int64? = nil) {
        self.name = name
        self.role = role
        self.shape = shape
        self.expiresAt = expiresAt
    }
}
