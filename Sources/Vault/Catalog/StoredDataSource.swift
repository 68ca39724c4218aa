public import Access

/// A data source as the store holds it.
public struct StoredDataSource: Sendable, Equatable {
    public let source: DataSource
    public let secrets: [SealedField]
    /// The store's change counter at the row's last write, whatever wrote it. Two reads with one revision read the
    /// same.
    public let revision: Int64
    /// Not part of the row: granting something leaves its revision as it is.
    public let grants: SourceGrants

    public init(
        source: DataSource, secrets: [SealedField], revision: Int64, grants: SourceGrants = .standard
    ) {
        self.source = source
        self.secrets = secrets
        self.revision = revision
        self.grants = grants
    }

    /// The names of the secrets that are set, sorted.
    public var secretNames: [String] {
        secrets.filter { !$0.isEmpty }.map(\.name).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
