/// The catalog's settings for the whole server.
public struct CatalogConfiguration: Sendable {
    /// `secrets.bindToDestination`, default false: a change of url, access, type, TLS or header names is refused until
    /// the secrets that it would redirect are sent again. A source can ask for the same (jsonData
    /// `bindSecretsToDestination`).
    public var bindsSecretsToDestination: Bool
    /// Lower-case names of further fields that no custom header may bear, such as one that logs its sender in; default
    /// none.
    public var forbiddenHeaderNames: Set<String>
    /// `dataSources.denyByDefault`, default false: a new source is there for the organisation's admins only, until something is
    /// granted. Sources that are there keep what is granted on them.
    public var deniesByDefault: Bool

    /// Whether no connection may lead to this host (canonical, as in `Origin`) and port, whatever the name resolves to; default: any
    /// may. Connections are checked all the same: this only tells whoever saves a source.
    public var refusesDestination: @Sendable (_ host: String, _ port: UInt16) -> Bool

    public init(
        bindsSecretsToDestination: Bool = false, forbiddenHeaderNames: Set<String> = [],
        refusesDestination: @escaping @Sendable (String, UInt16) -> Bool = { _, _ in false },
        deniesByDefault: Bool = false
    ) {
        self.bindsSecretsToDestination = bindsSecretsToDestination
        self.forbiddenHeaderNames = forbiddenHeaderNames
        self.refusesDestination = refusesDestination
        self.deniesByDefault = deniesByDefault
    }
}
