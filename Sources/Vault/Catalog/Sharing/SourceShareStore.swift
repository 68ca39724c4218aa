public import Access

/// Where it is kept in which organisations the server's own sources are. What changes is also handed on as snapshot changes, in commit
/// order, before the call returns.
///
/// A source of organisation `Identity.serverOrgID` has a copy in each: a source of that organisation's own with the same uid and name,
/// read-only, with an id of its own and with the secrets of the original but those that were replaced. Whatever is written to the
/// original is written to its copies in the same transaction, and an organisation that is made has a copy of every source that is
/// everywhere from its first moment.
public protocol SourceShareStore: Sendable {
    /// Nothing where the server has no such source.
    func shares(sourceID: Int64) async throws(StoreError) -> SourceShares?

    /// Makes and removes copies until the source is in these organisations, or in all. `secrets` of an organisation replace those that it
    /// had, nothing keeps them. `notFound` when the server has no such source or there is no such organisation; `nameTaken` and `uidTaken`
    /// when one of them has a source of that name or uid: then nothing is changed.
    func share(
        sourceID: Int64, everywhere isEverywhere: Bool, with organizations: [Int64: [SealedField]?]
    ) async throws(StoreError)
}
