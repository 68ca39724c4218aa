public import Access
public import Catalog
public import Reactor

/// What the control plane calls, wired by the daemon.
public struct ControlServices: Sendable {
    public let catalog: CatalogService
    /// The server's own data sources.
    public let shared: SharedSourceService
    public let tokens: TokenService
    /// What the services of users, organisations, teams and service accounts are made from.
    public let people: AccessContext
    public let board: SnapshotBoard
    /// The same that `catalog` and `tokens` decide by.
    public let policy: Policy
    /// Where passwords are checked, and answers of data sources read and written.
    public let compute: ComputePools
    /// The same as the data plane's.
    public let throttle: LoginThrottle
    public let probes: HealthProbes
    /// Seconds since 1970.
    public let now: @Sendable () -> Int64

    public init(
        catalog: CatalogService, shared: SharedSourceService, tokens: TokenService, people: AccessContext,
        board: SnapshotBoard,
        policy: Policy = Policy(), compute: ComputePools, throttle: LoginThrottle = LoginThrottle(),
        probes: HealthProbes, now: @escaping @Sendable () -> Int64
    ) {
        self.catalog = catalog
        self.shared = shared
        self.tokens = tokens
        self.people = people
        self.board = board
        self.policy = policy
        self.compute = compute
        self.throttle = throttle
        self.probes = probes
        self.now = now
    }
}
