internal import JSON

/// The question that is asked of every update: would it send a secret, given for one destination, to another?
struct DestinationBinding {
    /// What goes over the wire as a proof of itself is no secret.
    private static let publicNames: Set<String> = ["tlsCACert", "tlsClientCert"]

    let old: Destination
    let new: Destination
    /// The stored secrets that the change would redirect, sorted; empty when there is nothing to fear.
    let redirected: [String]
    private let isBound: Bool

    init(
        from stored: StoredDataSource, to source: DataSource, sending sent: Set<String>,
        configuration: CatalogConfiguration
    ) {
        let old = Destination(stored.source)
        let new = Destination(source)
        let replacesAuthority = sent.contains("tlsCACert") && source.jsonData["tlsAuthWithCACert"]?.boolValue == true
        let movesAll = new.differs(from: old) || replacesAuthority
        let kept = stored.secretNames.filter { !sent.contains($0) && !Self.publicNames.contains($0) }
        redirected = kept.filter { movesAll || new.renamesHeader(of: $0, since: old) }
        isBound = configuration.bindsSecretsToDestination || old.bindsSecrets
        self.old = old
        self.new = new
    }

    func check() throws(CatalogError) {
        guard isBound, !redirected.isEmpty else { return }
        throw .bindingRequiresSecrets(fields: redirected)
    }
}
