public import Secrets

/// One secret of a data source: its name, and its value sealed for organisation, uid and name.
public struct SealedField: Sendable, Equatable {
    public let name: String
    public let value: SealedValue
    /// The value is "": kept, because it was sent, but not listed among the secrets that are set.
    public let isEmpty: Bool
    /// What it was sealed for, where that is not the source that it is found with: a shared source's secrets.
    public let context: SealContext?

    public init(name: String, value: SealedValue, isEmpty: Bool, context: SealContext? = nil) {
        self.name = name
        self.value = value
        self.isEmpty = isEmpty
        self.context = context
    }

    /// What it opens for when it is found with `source`.
    public func context(in source: DataSource) -> SealContext { context ?? source.context(of: name) }
}
