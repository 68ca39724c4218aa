/// The catalog's settings for the whole server.
public struct CatalogConfiguration: Sendable {
    /// `secrets.bindToDestination`, default false: a change of url, access, type, TLS or header names is refused until
    /// the secrets that it would redirect are sent again. A source can ask for the same (jsonData
    /// `bindSecretsToDestination`).
    public var bindsSecretsToDestination: Bool
    /// Lower-case names of further fields that no custom header may bear, such as one that logs its sender in; default
    /// none.
    public var forbiddenHeaderNames: Set<String>

    public init(bindsSecretsToDestination: Bool = false, forbiddenHeaderNames: Set<String> = []) {
        self.bindsSecretsToDestination = bindsSecretsToDestination
        self.forbiddenHeaderNames = forbiddenHeaderNames
    }
}
