internal import Catalog
internal import Secrets

/// A stored secret that the keyring does not open. Names it, and says nothing of what it holds.
struct UnopenedSecret: Sendable {
    let orgID: Int64
    let uid: String
    let field: String
    let error: SecretsError

    /// All of them among `sources`, in their order.
    static func all(in sources: [StoredDataSource], keyring: Keyring) -> [UnopenedSecret] {
        sources.flatMap { stored in
            stored.secrets.compactMap { secret in
                let source = stored.source
                do throws(SecretsError) {
                    _ = try keyring.open(secret.value, for: secret.context(in: source))
                    return nil
                } catch {
                    return UnopenedSecret(orgID: source.orgID, uid: source.uid, field: secret.name, error: error)
                }
            }
        }
    }
}
