/// What shall become of one grant on a data source.
public struct GrantChange: Sendable, Equatable {
    public let principal: SourcePrincipal
    /// Nothing takes the grant away.
    public let level: SourceLevel?

    public init(_ principal: SourcePrincipal, _ level: SourceLevel?) {
        self.principal = principal
        self.level = level
    }
}
