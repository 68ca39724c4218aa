/// Where a user's stars are kept: uids of dashboards that live elsewhere. No snapshot holds them.
public protocol StarStore: Sendable {
    /// In the order of uids.
    func stars(userID: Int64, orgID: Int64) async throws(StoreError) -> [String]

    /// Sets or takes a star; one that is so already stays. `refused(.tooMany)`, `notFound` when the user is gone.
    func setStar(_ dashboardUID: String, _ isSet: Bool, userID: Int64, orgID: Int64) async throws(StoreError)
}
