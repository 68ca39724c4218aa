/// Where organisations are kept. Every change is also handed on as a snapshot change, in commit order, before the call
/// returns.
public protocol OrganizationStore: Sendable {
    /// Makes an organisation; `firstAdmin`, a user, becomes its admin. `nameTaken` when another one's name folds to the same.
    func insert(organization name: String, firstAdmin: Int64?) async throws(StoreError) -> OrganizationRecord

    /// Replaces the row of that id. `notFound`, `nameTaken`.
    func update(_ organization: OrganizationRecord) async throws(StoreError)

    /// With everything that belongs to it: sources, tokens, service accounts, teams, memberships, preferences. Users stay;
    /// those who were in it go to another organisation of theirs. `notFound`, `refused(.lastOrganization)`.
    func delete(organizationID: Int64) async throws(StoreError)
}
