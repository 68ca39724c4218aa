/// Reads and changes of preferences: everybody their own, admins those of the organisation and its teams.
public struct PreferenceService: Sendable {
    /// Whose, as a caller says it.
    public enum Owner: Sendable {
        case organization
        case caller
        case team(TeamReference)
    }

    private let context: AccessContext
    private let teams: TeamService

    public init(_ context: AccessContext) {
        self.context = context
        teams = TeamService(context)
    }

    public func read(_ owner: Owner, by identity: Identity) async throws(AccessError) -> Preferences {
        let scope = try scope(of: owner, identity, organization: .orgsPreferencesRead, team: .teamsRead)
        do { return try await context.store.preferences(scope) } catch { throw AccessError(error) }
    }

    /// Asked before a body is read.
    public func authoriseWriting(_ owner: Owner, by identity: Identity) throws(AccessError) {
        _ = try scope(of: owner, identity, organization: .orgsPreferencesWrite, team: .teamsWrite)
    }

    /// `keepsRest`: what the change does not name stays, as a PATCH wants it; otherwise it goes back to the default.
    public func change(
        _ owner: Owner, _ change: PreferencesChange, keepsRest: Bool, by identity: Identity
    ) async throws(AccessError) {
        let scope = try scope(of: owner, identity, organization: .orgsPreferencesWrite, team: .teamsWrite)
        let old = keepsRest ? try await read(owner, by: identity) : Preferences()
        let new = try change.applied(to: old)
        do { try await context.store.save(new, for: scope) } catch { throw AccessError(error) }
    }

    private func scope(
        of owner: Owner, _ identity: Identity, organization: Action, team: Action
    ) throws(AccessError) -> PreferenceScope {
        switch owner {
        case .organization:
            try context.authorise(organization, identity)
            return .organization(identity.orgID)
        case .caller:
            guard let id = identity.userID else { throw .notFound }
            return .user(id, orgID: identity.orgID)
        case .team(let reference):
            try context.authorise(team, identity)
            return .team(try teams.find(reference, by: identity).id, orgID: identity.orgID)
        }
    }
}
