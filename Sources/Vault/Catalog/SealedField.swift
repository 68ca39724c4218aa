public import Secrets

/// One secret of a data source: its name, and its value sealed for organisation, uid and name.
public struct SealedField: Sendable, Equatable {
    public let name: String
    public let value: SealedValue
    /// The value is "": kept, because it was sent, but not listed among the secrets that are set.
    public let isEmpty: Bool

    public init(name: String, value: SealedValue, isEmpty: Bool) {
        self.name = name
        self.value = value
        self.isEmpty = isEmpty
    }
}
