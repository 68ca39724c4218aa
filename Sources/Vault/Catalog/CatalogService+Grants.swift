public import Access

/// Who may do what with a data source.
extension CatalogService {
    /// For whoever may administer the source, or read its permissions.
    public func grants(
        on reference: DataSourceReference, by identity: Identity
    ) throws(CatalogError) -> SourceGrants {
        try find(reference, for: .datasourcesPermissionsRead, by: identity).grants
    }

    /// All of the changes or none; on a read-only source too, since who may query it is no part of it. Returns when every worker
    /// decides by them.
    public func grant(
        _ changes: [GrantChange], on reference: DataSourceReference, by identity: Identity
    ) async throws(CatalogError) {
        let stored = try await load(reference, for: .datasourcesPermissionsWrite, by: identity)
        do throws(StoreError) {
            try await store.changeGrants(changes, sourceID: stored.source.id, orgID: stored.source.orgID)
        } catch { throw CatalogError(error) }
        observe(.granted(orgID: stored.source.orgID, uid: stored.source.uid, by: identity))
        await board.settled()
    }

    /// Whether the identity may do it to that source, and which rule says so. A source that is not there and one that is hidden from the
    /// identity are answered alike.
    public func decide(_ action: Action, on reference: DataSourceReference, by identity: Identity) -> Decision {
        let snapshot = board.current
        guard let route = route(reference, orgID: identity.orgID, in: snapshot),
            policy.allows(identity, .datasourcesRead, on: route.grants, in: snapshot.directory)
        else { return .deny(reason: "there is no such data source, or nothing grants it to you") }
        return policy.decide(identity, action, on: route.grants, in: snapshot.directory)
    }

    /// What the identity may do to a source that it may read.
    public func actions(on route: Route, by identity: Identity) -> [Action] {
        policy.level(of: identity, on: route.grants, in: board.current.directory)?.actions ?? []
    }
}
