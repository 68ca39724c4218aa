public import Access
public import Catalog
public import Downstream
public import Reactor
public import Upstream

/// What a worker is given by whoever composes the process.
public struct WorkerEnvironment: Sendable {
    public let kernel: Kernel
    public let board: SnapshotBoard
    public let plane: any AsyncPlane
    /// Where the plane's tasks ask data sources: of one worker and no other.
    public let desk: CallDesk
    /// Where passwords are checked.
    public let compute: ComputePools
    /// Shared by all workers that listen on one address.
    public let balance: CallerBalance
    /// What callers are shown when they are to speak TLS.
    public let certificate: CallerCertificate?
    /// The same for every worker and the control plane: guesses count wherever they are made.
    public let throttle: LoginThrottle
    /// Where the worker says what it holds.
    public let gauges: WorkerGauges
    /// Calls to each source that are under way, the same for every worker.
    public let shares: CallShares
    /// Called on the worker's thread, once for each proxied call, success or not.
    public let observe: @Sendable (ProxyObservation) -> Void
    /// Called on the worker's thread, once for each read that it answered from the snapshot.
    public let observeRead: @Sendable (SnapshotRead) -> Void

    public init(
        kernel: Kernel, board: SnapshotBoard, plane: any AsyncPlane, desk: CallDesk = CallDesk(),
        compute: ComputePools,
        balance: CallerBalance = CallerBalance(), certificate: CallerCertificate? = nil,
        throttle: LoginThrottle = LoginThrottle(), gauges: WorkerGauges = WorkerGauges(),
        shares: CallShares = CallShares(),
        observeRead: @escaping @Sendable (SnapshotRead) -> Void = { _ in },
        observe: @escaping @Sendable (ProxyObservation) -> Void
    ) {
        self.kernel = kernel
        self.board = board
        self.plane = plane
        self.desk = desk
        self.compute = compute
        self.balance = balance
        self.certificate = certificate
        self.throttle = throttle
        self.gauges = gauges
        self.shares = shares
        self.observeRead = observeRead
        self.observe = observe
    }
}
