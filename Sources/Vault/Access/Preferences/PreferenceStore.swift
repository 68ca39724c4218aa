/// Where preferences are kept. They are nothing that is decided by, so no snapshot holds them.
public protocol PreferenceStore: Sendable {
    /// The default for whoever has set none.
    func preferences(_ scope: PreferenceScope) async throws(StoreError) -> Preferences

    /// `notFound` when the scope's owner is gone.
    func save(_ preferences: Preferences, for scope: PreferenceScope) async throws(StoreError)
}
