public import Access

/// Where data sources are kept. Every write is also handed on as snapshot changes, in commit order, before the call
/// returns; a source of another organisation is not there.
public protocol DataSourceStore: Sendable {
    /// Keeps a source (its id is 0) and answers it with id and revision. When it is the default, the organisation's
    /// other sources lose that flag (their version stays) in the same transaction. `nameTaken`, `uidTaken`: names and
    /// uids are unique in an organisation, byte by byte. `grants` are there from the first moment.
    func insert(
        _ source: DataSource, secrets: [SealedField], grants: SourceGrants
    ) async throws(StoreError) -> StoredDataSource

    /// Replaces the whole row of `source.id` and `source.orgID` and all its secrets in one transaction, if it still has
    /// the revision that the caller loaded; default flag as for `insert`. `revisionMoved`, `notFound`, `nameTaken`,
    /// `uidTaken`.
    ///
    /// The revision and not the version: an update that names no version leaves the version as it was.
    func update(
        _ source: DataSource, secrets: [SealedField], ifRevision: Int64
    ) async throws(StoreError) -> StoredDataSource

    /// With its secrets and grants. `notFound` when the organisation has no such source.
    func delete(id: Int64, orgID: Int64) async throws(StoreError)

    /// All of the changes in their order, or none; the row's revision stays. `notFound` when the organisation has no such source;
    /// `principalNotFound` when it has no such account or team. An account or a team that goes, or leaves the organisation, takes
    /// its grants along.
    func changeGrants(_ changes: [GrantChange], sourceID: Int64, orgID: Int64) async throws(StoreError)

    func dataSource(id: Int64, orgID: Int64) async throws(StoreError) -> StoredDataSource?
    func dataSource(uid: String, orgID: Int64) async throws(StoreError) -> StoredDataSource?
    /// Names are compared byte by byte.
    func dataSource(name: String, orgID: Int64) async throws(StoreError) -> StoredDataSource?
}
