public import Access
public import HTTP

/// One data source made ready to forward to. Immutable; the data plane holds it for the length of a call.
public final class Route: Sendable {
    public let source: DataSource
    /// The secrets that are set, sorted.
    public let secretNames: [String]
    public let revision: Int64
    /// Who may do what with it.
    public let grants: SourceGrants
    /// The JSON of a single read, made once.
    public let answer: [UInt8]
    public let target: RouteTarget
    public let credentials: RouteCredentials
    /// For types that speak a database's own protocol; nothing for others, and when a secret could not be opened.
    public let databaseSecrets: DatabaseSecrets?
    public let transport: RouteTransport
    public let rules: ProxyRules
    public let resources: PassedResources
    public let keepCookies: KeepCookies
    /// The caller's `X-DS-Authorization` becomes the upstream's Authorization (jsonData `allowDSAuthorization`, on by
    /// default).
    public let allowsDSAuthorization: Bool
    /// An upstream's 401 reaches the caller as it is (jsonData `passUnauthorized`, off by default).
    public let passesUnauthorized: Bool
    /// The upstream learns the caller's login as `X-Grafana-User` (jsonData `sendUserHeader`, off by default).
    public let sendsUserHeader: Bool
    /// jsonData `timeout`, in seconds there; nothing when it is absent or not above 0.
    public let timeoutMilliseconds: Int?
    public let terms: SourceTerms
    /// Where its connections may change to WebSocket.
    public let webSockets: WebSocketPaths
    private let opening: Result<RouteAccess, RouteProblem>

    init(
        _ stored: StoredDataSource, answer: [UInt8], target: RouteTarget, credentials: RouteCredentials,
        transport: RouteTransport, databaseSecrets: DatabaseSecrets? = nil
    ) {
        let settings = RouteSettings(stored.source.jsonData)
        source = stored.source
        secretNames = stored.secretNames
        revision = stored.revision
        grants = stored.grants
        self.answer = answer
        self.target = target
        self.credentials = credentials
        self.databaseSecrets = databaseSecrets
        self.transport = transport
        rules = ProxyRules(type: stored.source.type)
        resources = PassedResources(type: stored.source.type, jsonData: stored.source.jsonData)
        keepCookies = KeepCookies(jsonData: stored.source.jsonData)
        allowsDSAuthorization = settings.allowsDSAuthorization
        passesUnauthorized = settings.passesUnauthorized
        sendsUserHeader = settings.sendsUserHeader
        timeoutMilliseconds = settings.timeoutMilliseconds
        terms = settings.terms
        webSockets = WebSocketPaths(type: stored.source.type, jsonData: stored.source.jsonData)
        opening = Result { () throws(RouteProblem) in try Self.open(credentials, target, transport) }
    }

    /// The same route under other grants: nothing is opened or built anew.
    init(_ route: Route, grants: SourceGrants) {
        self.grants = grants
        source = route.source
        secretNames = route.secretNames
        revision = route.revision
        answer = route.answer
        target = route.target
        credentials = route.credentials
        databaseSecrets = route.databaseSecrets
        transport = route.transport
        rules = route.rules
        resources = route.resources
        keepCookies = route.keepCookies
        allowsDSAuthorization = route.allowsDSAuthorization
        passesUnauthorized = route.passesUnauthorized
        sendsUserHeader = route.sendsUserHeader
        timeoutMilliseconds = route.timeoutMilliseconds
        terms = route.terms
        webSockets = route.webSockets
        opening = route.opening
    }

    /// The source whose breaker and share its calls count against; nothing for a draft, whose calls say nothing about the source that it is
    /// to become.
    public var countedSource: SourceVersion? {
        revision > 0 ? SourceVersion(id: source.id, orgID: source.orgID, revision: revision) : nil
    }

    /// Its credentials cannot be had: a stored secret does not open, or what is in it cannot be sent.
    public var isSealedShut: Bool {
        if case .sealedShut = credentials { true } else { false }
    }

    /// What it takes to call the source, all of it or nothing: never a call without its credential.
    public func access() throws(RouteProblem) -> RouteAccess { try opening.get() }

    private static func open(
        _ credentials: RouteCredentials, _ target: RouteTarget, _ transport: RouteTransport
    ) throws(RouteProblem) -> RouteAccess {
        guard case .ready(let edits) = credentials else { throw .secretUnavailable }
        switch target {
        case .unusable(let reason): throw .unusableTarget(reason)
        case .ready(let url):
            switch transport {
            case .plain: return RouteAccess(url: url, edits: edits, context: nil)
            case .tls(let context): return RouteAccess(url: url, edits: edits, context: context)
            case .unusable: throw .tlsMaterial
            }
        }
    }
}
