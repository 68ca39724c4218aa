public import Access
internal import Catalog
public import Query
internal import Reactor
public import Web

/// Every endpoint of the control plane, one a line, and who may reach it: `open` to anybody, `known` to whoever has an identity.
/// What an identity may do is decided behind, where the thing it is done to is known.
public struct ControlRouter: Sendable {
    private let identities: IdentityMiddleware
    private let dataSources: DataSourceController
    private let shared: SharedSourceController
    private let permissions: PermissionController
    private let keys: APIKeyController
    private let health: HealthController
    private let organizations: OrganizationController
    private let members: MemberController
    private let own: SelfController
    private let users: UserController
    private let accounts: AdminUserController
    private let teams: TeamController
    private let serviceAccounts: ServiceAccountController
    private let preferences: PreferenceController
    private let stars: StarController
    private let server: ServerController
    private let frontend: FrontendSettingsController
    private let sourceHealth: SourceHealthController
    private let sourceTest: SourceTestController
    private let resources: ResourceController
    private let queries: QueryController

    /// One router a worker, so that what a worker remembers of passwords is its own, and what it asks of data sources leaves by its
    /// own connections: `door` is the way to them on behalf of somebody, `languages` what they are asked in.
    public init(
        services: ControlServices, configuration: ControlConfiguration, languages: SourceLanguages,
        door: @escaping @Sendable (Identity, _ passages: Int) -> any SourceDoor
    ) {
        identities = IdentityMiddleware(
            board: services.board, compute: services.compute, throttle: services.throttle, now: services.now)
        dataSources = DataSourceController(catalog: services.catalog, policy: services.policy)
        shared = SharedSourceController(shared: services.shared)
        permissions = PermissionController(catalog: services.catalog, board: services.board, policy: services.policy)
        keys = APIKeyController(tokens: services.tokens, policy: services.policy, now: services.now)
        health = HealthController(probes: services.probes, configuration: configuration)
        let people = services.people
        let encoder = UserEncoder(directory: { [board = services.board] in board.current.directory }, now: services.now)
        let hashing = PasswordHashing(compute: services.compute)
        organizations = OrganizationController(organizations: OrganizationService(people))
        members = MemberController(members: MembershipService(people), users: encoder)
        own = SelfController(
            own: SelfService(people), hashing: hashing, encoder: encoder, throttle: services.throttle, now: services.now
        )
        users = UserController(users: UserService(people), encoder: encoder)
        accounts = AdminUserController(users: UserService(people), hashing: hashing)
        teams = TeamController(teams: TeamService(people))
        serviceAccounts = ServiceAccountController(accounts: ServiceAccountService(people), now: services.now)
        preferences = PreferenceController(preferences: PreferenceService(people))
        stars = StarController(stars: StarService(people))
        server = ServerController(
            board: services.board, policy: services.policy, configuration: configuration, now: services.now)
        frontend = FrontendSettingsController(catalog: services.catalog, configuration: configuration)
        let desk = SourceDesk(
            catalog: services.catalog, policy: services.policy, languages: languages, compute: services.compute.prompt,
            door: door)
        sourceHealth = SourceHealthController(desk: desk)
        sourceTest = SourceTestController(desk: desk)
        resources = ResourceController(desk: desk)
        queries = QueryController(
            desk: desk, configuration: configuration.queries, now: { [now = services.now] in now() * 1_000 })
    }

    /// The plane that `Downstream` hands requests to.
    public func makePlane() -> WebPlane {
        WebPlane(routes: routes, refuse: ControlErrorResponse.make)
    }

    var routes: [WebRoute] {
        listed + any("/api/datasources/uid/:uid/health", sourceHealth.byUID)
            + any("/api/datasources/:id/health", sourceHealth.byID)
            + any("/api/datasources/uid/:uid/resources/*", resources.byUID)
            + any("/api/datasources/:id/resources/*", resources.byID)
    }

    private var listed: [WebRoute] {
        [
            known(.get, "/api/datasources", dataSources.list),
            known(.post, "/api/datasources", dataSources.create),
            known(.get, "/api/datasources/:id", dataSources.readByID),
            known(.put, "/api/datasources/:id", dataSources.updateByID),
            known(.delete, "/api/datasources/:id", dataSources.deleteByID),
            known(.get, "/api/datasources/uid/:uid", dataSources.readByUID),
            known(.put, "/api/datasources/uid/:uid", dataSources.updateByUID),
            known(.delete, "/api/datasources/uid/:uid", dataSources.deleteByUID),
            known(.get, "/api/datasources/name/:name", dataSources.readByName),
            known(.delete, "/api/datasources/name/:name", dataSources.deleteByName),
            known(.get, "/api/datasources/id/:name", dataSources.identifier),

            known(.post, "/api/datasources/test", sourceTest.test),
            known(.post, "/api/ds/query", queries.query),

            known(.get, "/api/auth/keys", keys.list),
            known(.post, "/api/auth/keys", keys.create),
            known(.delete, "/api/auth/keys/:id", keys.delete),

            known(.get, "/api/org", organizations.current),
            known(.put, "/api/org", organizations.updateCurrent),
            known(.put, "/api/org/address", organizations.updateCurrentAddress),
            known(.get, "/api/org/preferences", preferences.read { _ in .organization }),
            known(.put, "/api/org/preferences", preferences.write(keepsRest: false) { _ in .organization }),
            known(.patch, "/api/org/preferences", preferences.write(keepsRest: true) { _ in .organization }),
            known(.get, "/api/org/users", members.listCurrent),
            known(.get, "/api/org/users/search", members.searchCurrent),
            known(.get, "/api/org/users/lookup", members.lookupCurrent),
            known(.post, "/api/org/users", members.addCurrent),
            known(.patch, "/api/org/users/:user", members.changeCurrent),
            known(.delete, "/api/org/users/:user", members.removeCurrent),

            known(.get, "/api/orgs", organizations.list),
            known(.post, "/api/orgs", organizations.create),
            known(.get, "/api/orgs/name/:name", organizations.readByName),
            known(.get, "/api/orgs/:org", organizations.readByID),
            known(.put, "/api/orgs/:org", organizations.update),
            known(.put, "/api/orgs/:org/address", organizations.updateAddress),
            known(.delete, "/api/orgs/:org", organizations.delete),
            known(.get, "/api/orgs/:org/users", members.list),
            known(.get, "/api/orgs/:org/users/search", members.search),
            known(.post, "/api/orgs/:org/users", members.add),
            known(.patch, "/api/orgs/:org/users/:user", members.change),
            known(.delete, "/api/orgs/:org/users/:user", members.remove),

            known(.get, "/api/user", own.read),
            known(.put, "/api/user", own.update),
            known(.put, "/api/user/password", own.setPassword),
            known(.get, "/api/user/orgs", own.organizations),
            known(.get, "/api/user/teams", own.teams),
            known(.post, "/api/user/using/:org", own.useOrganization),
            known(.get, "/api/user/preferences", preferences.read { _ in .caller }),
            known(.put, "/api/user/preferences", preferences.write(keepsRest: false) { _ in .caller }),
            known(.patch, "/api/user/preferences", preferences.write(keepsRest: true) { _ in .caller }),
            known(.get, "/api/user/stars", stars.list),
            known(.post, "/api/user/stars/dashboard/:dashboard", stars.star),
            known(.delete, "/api/user/stars/dashboard/:dashboard", stars.unstar),
            known(.post, "/api/user/stars/dashboard/uid/:dashboard", stars.star),
            known(.delete, "/api/user/stars/dashboard/uid/:dashboard", stars.unstar),
            known(.get, "/api/login/ping", own.ping),

            known(.get, "/api/users", users.list),
            known(.get, "/api/users/search", users.search),
            known(.get, "/api/users/lookup", users.lookup),
            known(.get, "/api/users/:user", users.read),
            known(.put, "/api/users/:user", users.update),
            known(.get, "/api/users/:user/orgs", users.organizations),
            known(.get, "/api/users/:user/teams", users.teams),
            known(.post, "/api/users/:user/using/:org", users.useOrganization),

            known(.post, "/api/admin/users", accounts.create),
            known(.put, "/api/admin/users/:user/password", accounts.setPassword),
            known(.put, "/api/admin/users/:user/permissions", accounts.setPermissions),
            known(.post, "/api/admin/users/:user/disable", accounts.disable),
            known(.post, "/api/admin/users/:user/enable", accounts.enable),
            known(.delete, "/api/admin/users/:user", accounts.delete),
            known(.get, "/api/admin/datasources", shared.own(.datasourcesRead, dataSources.list)),
            known(.post, "/api/admin/datasources", shared.own(.datasourcesCreate, dataSources.create)),
            known(.get, "/api/admin/datasources/uid/:uid", shared.own(.datasourcesRead, dataSources.readByUID)),
            known(.put, "/api/admin/datasources/uid/:uid", shared.own(.datasourcesWrite, dataSources.updateByUID)),
            known(.delete, "/api/admin/datasources/uid/:uid", shared.own(.datasourcesDelete, dataSources.deleteByUID)),
            known(.get, "/api/admin/datasources/uid/:uid/orgs", shared.organizations),
            known(.put, "/api/admin/datasources/uid/:uid/orgs", shared.share),
            known(.get, "/api/admin/stats", server.statistics),
            known(.get, "/api/admin/settings", server.settings),
            known(.post, "/api/admin/pause-all-alerts", server.pauseAlerts),

            known(.post, "/api/teams", teams.create),
            known(.get, "/api/teams/search", teams.search),
            known(.get, "/api/teams/:team", teams.read),
            known(.put, "/api/teams/:team", teams.update),
            known(.delete, "/api/teams/:team", teams.delete),
            known(.get, "/api/teams/:team/members", teams.members),
            known(.post, "/api/teams/:team/members", teams.addMember),
            known(.put, "/api/teams/:team/members/:user", teams.changeMember),
            known(.delete, "/api/teams/:team/members/:user", teams.removeMember),
            known(.get, "/api/teams/:team/preferences", preferences.read { .team($0.team) }),
            known(.put, "/api/teams/:team/preferences", preferences.write(keepsRest: false) { .team($0.team) }),

            known(.post, "/api/serviceaccounts", serviceAccounts.create),
            known(.get, "/api/serviceaccounts/search", serviceAccounts.search),
            known(.get, "/api/serviceaccounts/:account", serviceAccounts.read),
            known(.patch, "/api/serviceaccounts/:account", serviceAccounts.update),
            known(.delete, "/api/serviceaccounts/:account", serviceAccounts.delete),
            known(.get, "/api/serviceaccounts/:account/tokens", serviceAccounts.tokens),
            known(.post, "/api/serviceaccounts/:account/tokens", serviceAccounts.createToken),
            known(.delete, "/api/serviceaccounts/:account/tokens/:token", serviceAccounts.deleteToken),

            known(.get, "/api/access-control/datasources/:uid", permissions.list),
            known(.post, "/api/access-control/datasources/:uid", permissions.setAll),
            known(.post, "/api/access-control/datasources/:uid/users/:account", permissions.setAccount),
            known(.post, "/api/access-control/datasources/:uid/teams/:team", permissions.setTeam),
            known(.post, "/api/access-control/datasources/:uid/builtInRoles/:role", permissions.setRole),
            known(.get, "/api/access-control/can-i", permissions.explain),
            known(.get, "/api/access-control/user/permissions", server.permissions),
            known(.get, "/api/access-control/user/actions", server.actions),

            welcome(.get, "/api/frontend/settings", frontend.settings),
            open(.get, "/api/health", health.health),
            open(.get, "/healthz", health.alive),
            open(.get, "/readyz", health.ready),
            open(.get, "/metrics", health.metrics),
        ]
    }

    private func open(
        _ method: WebMethod, _ pattern: RoutePattern, _ endpoint: @escaping @Sendable (WebRequest) async -> WebResponse
    ) -> WebRoute {
        WebRoute(method, pattern, endpoint)
    }

    /// Anybody, and whoever is known is told more. A credential that is wrong is refused all the same.
    private func welcome(
        _ method: WebMethod, _ pattern: RoutePattern, _ endpoint: @escaping @Sendable (Identity?) -> WebResponse
    ) -> WebRoute {
        WebRoute(method, pattern) { [identities] request in
            do throws(ControlError) {
                return endpoint(try await identities.identity(of: request))
            } catch {
                if case .access(.noCredentials) = error { return endpoint(nil) }
                return ControlErrorResponse.make(error)
            }
        }
    }

    /// An endpoint that answers every method.
    private func any(
        _ pattern: RoutePattern,
        _ endpoint: @escaping @Sendable (ControlContext) async throws(ControlError) -> WebResponse
    ) -> [WebRoute] {
        WebMethod.allCases.map { known($0, pattern, endpoint) }
    }

    private func known(
        _ method: WebMethod, _ pattern: RoutePattern,
        _ endpoint: @escaping @Sendable (ControlContext) async throws(ControlError) -> WebResponse
    ) -> WebRoute {
        WebRoute(method, pattern) { [identities] request in
            do throws(ControlError) {
                let identity = try await identities.identity(of: request)
                return try await endpoint(ControlContext(request: request, identity: identity))
            } catch {
                return ControlErrorResponse.make(error)
            }
        }
    }
}
