public import Crypto

/// Where a source of the server shall be from now on, and nowhere else.
public struct ShareChange: Sendable {
    public var isEverywhere: Bool
    /// By organisation: the secrets that replace the source's own there, all of them; nothing keeps those that there are.
    public var organizations: [Int64: [(field: String, value: SecretBytes)]?]

    public init(isEverywhere: Bool, organizations: [Int64: [(field: String, value: SecretBytes)]?]) {
        self.isEverywhere = isEverywhere
        self.organizations = organizations
    }
}
