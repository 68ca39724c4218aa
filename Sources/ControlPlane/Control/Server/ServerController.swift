internal import Access
internal import Catalog
internal import JSON
internal import Web

/// What the server says about itself to its admins (`/api/admin/stats`, `/api/admin/settings`) and to clients that ask what
/// they may do.
struct ServerController: Sendable {
    let board: SnapshotBoard
    let policy: Policy
    let configuration: ControlConfiguration
    /// Unix seconds.
    let now: @Sendable () -> Int64

    func statistics(_ context: ControlContext) throws(ControlError) -> WebResponse {
        try admit(context, to: .serverStatsRead)
        let snapshot = board.current
        let directory = snapshot.directory
        let users = directory.users
        let recent = now() - 30 * 86_400
        let active = users.filter { directory.lastSeenAt(userID: $0.id) > recent }
        return .object { json in
            json.field("orgs", Int64(directory.organizationCount))
            json.field("users", Int64(users.count))
            json.field("datasources", Int64(snapshot.routeCount))
            json.field("teams", Int64(directory.teamCount))
            json.field("serviceAccounts", Int64(directory.serviceAccountCount))
            json.field("activeUsers", Int64(active.count))
            for (key, role) in [("admins", Role.admin), ("editors", .editor), ("viewers", .viewer)] {
                json.field(key, Int64(users.count { $0.memberships.contains { $0.role == role } }))
                let name = key.prefix(1).uppercased() + key.dropFirst()
                json.field("active\(name)", Int64(active.count { $0.memberships.contains { $0.role == role } }))
            }
            // Of what Headgate has none of, there is none.
            for key in ["dashboards", "snapshots", "tags", "playlists", "alerts", "stars", "activeSessions"] {
                json.field(key, 0)
            }
        }
    }

    /// Secrets are masked where the settings are put together.
    func settings(_ context: ControlContext) throws(ControlError) -> WebResponse {
        try admit(context, to: .settingsRead)
        return .object { json in
            for section in configuration.settings {
                json.key(section.name)
                json.beginObject()
                for entry in section.entries { json.field(entry.key, entry.value) }
                json.endObject()
            }
        }
    }

    /// Headgate has no alerts of its own, so none is affected.
    func pauseAlerts(_ context: ControlContext) throws(ControlError) -> WebResponse {
        try admit(context, to: .settingsRead)
        let body = try context.body()
        let isPaused: Bool
        do { isPaused = try body.bool("paused") ?? false } catch { throw .body(error) }
        return .object { json in
            json.field("alertsAffected", 0)
            json.field("message", isPaused ? "alerts paused" : "alerts un paused")
            json.field("state", isPaused ? "Paused" : "Pending")
        }
    }

    /// Everything the caller may do, each action with the scopes it holds for.
    func permissions(_ context: ControlContext) throws(ControlError) -> WebResponse {
        .object { json in
            for action in Action.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
                let scopes = scopes(of: action, context)
                guard !scopes.isEmpty else { continue }
                json.key(action.rawValue)
                json.beginArray()
                for scope in scopes { json.string(scope) }
                json.endArray()
            }
        }
    }

    /// What the caller may do it to; each data source by itself, unless it is all that there are.
    private func scopes(of action: Action, _ context: ControlContext) -> [String] {
        let (identity, snapshot) = (context.identity, board.current)
        let sources = snapshot.routes(orgID: identity.orgID)
        guard SourceLevel.least(for: action) != nil, identity.role != .admin, !sources.isEmpty else {
            return isAllowed(action, context) ? [Self.scope(of: action)] : []
        }
        let granted = sources.filter { policy.allows(identity, action, on: $0.grants, in: snapshot.directory) }
        if granted.count == sources.count { return [Self.scope(of: action)] }
        return granted.map { "datasources:uid:\($0.source.uid)" }
    }

    /// Alerts and rules here are those that live in data sources.
    private static func scope(of action: Action) -> String {
        let subject = action.rawValue.prefix { $0 != "." && $0 != ":" }
        return subject == "alert" ? "datasources:*" : "\(subject):*"
    }

    func actions(_ context: ControlContext) throws(ControlError) -> WebResponse {
        .object { json in
            for action in Action.allCases where !scopes(of: action, context).isEmpty {
                json.field(action.rawValue, true)
            }
        }
    }

    private func isAllowed(_ action: Action, _ context: ControlContext) -> Bool {
        policy.decide(context.identity, Permission(action)).isAllowed
            || policy.decide(context.identity, Permission(action, on: .server)).isAllowed
    }

    private func admit(_ context: ControlContext, to action: Action) throws(ControlError) {
        let permission = Permission(action, on: .server)
        guard policy.decide(context.identity, permission).isAllowed else { throw .denied(action) }
    }
}
