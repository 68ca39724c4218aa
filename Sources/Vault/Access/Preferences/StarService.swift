/// A user's stars in the organisation of the call. Headgate has no dashboards; clients that keep stars may keep them here.
public struct StarService: Sendable {
    private let context: AccessContext

    public init(_ context: AccessContext) { self.context = context }

    /// A token has none.
    public func stars(of identity: Identity) async throws(AccessError) -> [String] {
        guard let id = identity.userID else { return [] }
        do { return try await context.store.stars(userID: id, orgID: identity.orgID) } catch {
            throw AccessError(error)
        }
    }

    public func set(_ dashboardUID: String, _ isSet: Bool, by identity: Identity) async throws(AccessError) {
        guard let id = identity.userID else { throw .notFound }
        try NameRules.check(dashboardUID, field: "uid")
        do {
            try await context.store.setStar(dashboardUID, isSet, userID: id, orgID: identity.orgID)
        } catch {
            throw AccessError(error)
        }
    }
}
