internal import Access
public import Web

/// Every endpoint of the control plane, one a line, and who may reach it: `open` to anybody, `known` to whoever has an identity.
/// What an identity may do is decided behind, where the thing it is done to is known.
public struct ControlRouter: Sendable {
    private let identities: IdentityMiddleware
    private let dataSources: DataSourceController
    private let keys: APIKeyController
    private let health: HealthController

    /// One router a worker, so that what a worker remembers of passwords is its own.
    public init(services: ControlServices, configuration: ControlConfiguration) {
        identities = IdentityMiddleware(board: services.board, compute: services.compute, now: services.now)
        dataSources = DataSourceController(catalog: services.catalog, policy: services.policy)
        keys = APIKeyController(tokens: services.tokens, policy: services.policy, now: services.now)
        health = HealthController(probes: services.probes, configuration: configuration)
    }

    /// The plane that `Downstream` hands requests to.
    public func makePlane() -> WebPlane {
        WebPlane(routes: routes, refuse: ControlErrorResponse.make)
    }

    var routes: [WebRoute] {
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

            known(.get, "/api/auth/keys", keys.list),
            known(.post, "/api/auth/keys", keys.create),
            known(.delete, "/api/auth/keys/:id", keys.delete),

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
