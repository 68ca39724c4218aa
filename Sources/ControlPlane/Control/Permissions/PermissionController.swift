internal import Access
internal import Catalog
internal import Web

/// Who may do what with a data source, in the form of Grafana's paid edition, and the question which rule decides.
struct PermissionController: Sendable {
    let catalog: CatalogService
    let board: SnapshotBoard
    let policy: Policy

    func list(_ context: ControlContext) throws(ControlError) -> WebResponse {
        do {
            let grants = try catalog.grants(on: Self.source(context), by: context.identity)
            return PermissionEncoder.list(grants, directory: board.current.directory)
        } catch {
            throw .catalog(error, .read)
        }
    }

    /// Several at once: all of them or none.
    func setAll(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try admit(context)
        let changes: [GrantChange]
        do { changes = try PermissionBody.changes(try JSONBody(of: context.request)) } catch { throw .body(error) }
        try await grant(changes, context)
        return .done("Permissions updated")
    }

    func setAccount(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try admit(context)
        return try await set(.account(try context.id("account")), context)
    }

    func setTeam(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try admit(context)
        return try await set(.team(try context.id("team")), context)
    }

    func setRole(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try admit(context)
        let role: Role
        do { role = try PermissionBody.role(context.request.parameter("role")) } catch { throw .body(error) }
        return try await set(.role(role), context)
    }

    /// Yes or no, and the rule that decided, for the caller. A source is named by `uid`, `id` or `name`; what is not done to one source
    /// needs none.
    func explain(_ context: ControlContext) throws(ControlError) -> WebResponse {
        guard let action = context.request.queryParameter("action").flatMap(Action.init(rawValue:)) else {
            throw .body(.wrongType(field: "action", expected: .action))
        }
        guard let reference = try Self.askedSource(context) else {
            guard SourceLevel.least(for: action) == nil else { throw .body(.missing(field: "uid")) }
            return PermissionEncoder.decision(decide(action, context.identity), action)
        }
        return PermissionEncoder.decision(catalog.decide(action, on: reference, by: context.identity), action)
    }

    // MARK: Steps

    /// Before the body is read.
    private func admit(_ context: ControlContext) throws(ControlError) {
        do {
            try catalog.authorise(
                .datasourcesPermissionsWrite, on: Self.source(context), by: context.identity)
        } catch {
            throw .catalog(error, .update)
        }
    }

    private func set(_ principal: SourcePrincipal, _ context: ControlContext) async throws(ControlError) -> WebResponse
    {
        let level: SourceLevel?
        do { level = try PermissionBody.level(try JSONBody(of: context.request)) } catch { throw .body(error) }
        try await grant([GrantChange(principal, level)], context)
        return .done(level == nil ? "Permission removed" : "Permission updated")
    }

    private func grant(_ changes: [GrantChange], _ context: ControlContext) async throws(ControlError) {
        do { try await catalog.grant(changes, on: Self.source(context), by: context.identity) } catch {
            throw .catalog(error, .update)
        }
    }

    /// In the organisation, or beyond it for the server's admin.
    private func decide(_ action: Action, _ identity: Identity) -> Decision {
        let decision = policy.decide(identity, Permission(action))
        let onServer = policy.decide(identity, Permission(action, on: .server))
        return onServer.isAllowed && !decision.isAllowed ? onServer : decision
    }

    private static func source(_ context: ControlContext) -> DataSourceReference {
        .uid(context.request.parameter("uid"))
    }

    private static func askedSource(_ context: ControlContext) throws(ControlError) -> DataSourceReference? {
        if let uid = context.request.queryParameter("uid") { return .uid(uid) }
        if let id = context.request.queryParameter("id") { return .id(try ResourceID.parse(id, for: .read)) }
        return context.request.queryParameter("name").map { .name($0) }
    }
}
