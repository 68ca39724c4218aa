internal import Crypto
internal import Secrets

/// A source's secrets in the clear, for as long as its route is made.
struct OpenedSecrets {
    private var values: [String: SecretBytes] = [:]

    /// Throws when any of them cannot be opened: half a credential is none. Empty ones are not there.
    init(_ fields: [SealedField], of source: DataSource, keyring: Keyring) throws(SecretsError) {
        for field in fields where !field.isEmpty {
            values[field.name] = try keyring.open(field.value, for: field.context(in: source))
        }
    }

    subscript(name: String) -> SecretBytes? { values[name] }
}

extension DataSource {
    /// What a secret of this source is sealed for.
    func context(of field: String) -> SealContext { SealContext(orgID: orgID, sourceUID: uid, field: field) }
}
