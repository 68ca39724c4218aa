internal import Crypto
internal import Secrets

/// The sealed secrets of a source after a change: those sent are sealed, the others kept.
struct SecretMerge {
    let keyring: Keyring

    /// `old` is the source that `kept` was sealed for. With another uid every kept secret is opened and sealed anew: a
    /// sealed value belongs to its organisation, uid and name, and opens nowhere else.
    func merged(
        _ kept: [SealedField], of old: DataSource?, with sent: [(field: String, value: SecretBytes)],
        for new: DataSource
    ) throws(CatalogError) -> [SealedField] {
        var fields: [SealedField] = []
        for field in kept where !sent.contains(where: { $0.field.sameBytes(as: field.name) }) {
            fields.append(try moved(field, from: old, to: new))
        }
        for (index, secret) in sent.enumerated() {
            let isRepeated = sent[(index + 1)...].contains { $0.field.sameBytes(as: secret.field) }
            if !isRepeated { fields.append(try sealed(secret.value, named: secret.field, for: new)) }
        }
        return fields
    }

    private func moved(
        _ field: SealedField, from old: DataSource?, to new: DataSource
    ) throws(CatalogError) -> SealedField {
        guard let old, !old.uid.sameBytes(as: new.uid) else { return field }
        let value: SecretBytes
        do { value = try keyring.open(field.value, for: field.context(in: old)) } catch {
            throw .secretUnavailable
        }
        return try sealed(value, named: field.name, for: new)
    }

    private func sealed(_ value: SecretBytes, named name: String, for source: DataSource) throws(CatalogError)
        -> SealedField
    {
        do {
            let sealed = try keyring.seal(value, for: source.context(of: name))
            return SealedField(name: name, value: sealed, isEmpty: value.count == 0)
        } catch {
            if case .tooLarge = error { throw .invalidField(name: "secureJsonData.\(name)", problem: "is too large") }
            throw .secretUnavailable
        }
    }
}
