public import Access

/// Data sources as they would be, for whoever wants to try one before it is saved.
extension CatalogService {
    /// The route that a source made of `change` would have; nothing is saved. Who may not create one may not try one.
    ///
    /// Where `change` names a source by its uid, that source's stored secrets stand in for those that were not sent, for whoever may change
    /// it, and for the destination that they were given for only: else `bindingRequiresSecrets`, bound or not.
    public func draft(_ change: DataSourceChange, by identity: Identity) async throws(CatalogError) -> Route {
        try authorise(.datasourcesCreate, identity)
        try rules.checkSecrets(change.secrets)
        let stored = try await stored(change, by: identity)
        let names = NameMaker(change, snapshot: board.current, orgID: identity.orgID)
        var source = DataSourceMerge.created(
            change, uid: stored?.source.uid ?? names.uid(), name: names.name(0), orgID: identity.orgID, now: now())
        source.id = stored?.source.id ?? 0
        try rules.check(source)
        try rules.checkUID(source.uid)
        if let stored { try checkDestination(of: source, change, stored) }
        let sealed = try secrets.merged(
            stored?.secrets ?? [], of: stored?.source, with: change.secrets, for: source)
        let builder = RouteBuilder(keyring: secrets.keyring) { _, _ in [] }
        return builder.route(for: StoredDataSource(source: source, secrets: sealed, revision: 0))
    }

    /// The source that has the uid already, if there is one.
    private func stored(
        _ change: DataSourceChange, by identity: Identity
    ) async throws(CatalogError) -> StoredDataSource? {
        guard let uid = change.uid, !uid.isEmpty,
            route(.uid(uid), orgID: identity.orgID, in: board.current) != nil
        else { return nil }
        let stored = try await load(.uid(uid), for: .datasourcesWrite, by: identity)
        guard !stored.source.readOnly else { throw .readOnly }
        return stored
    }

    private func checkDestination(
        of source: DataSource, _ change: DataSourceChange, _ stored: StoredDataSource
    ) throws(CatalogError) {
        let binding = DestinationBinding(
            from: stored, to: source, sending: Set(change.secrets.map(\.field)), configuration: configuration)
        guard binding.redirected.isEmpty else { throw .bindingRequiresSecrets(fields: binding.redirected) }
    }
}
