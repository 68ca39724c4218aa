internal import Access
internal import Catalog
internal import Control
internal import Crypto
internal import Downstream
internal import Postgres
internal import Proxy
internal import Query
public import Reactor
internal import Secrets
internal import Store
internal import Telemetry
internal import Upstream
internal import Web

/// A server that runs: everything that Headgate is made of, put together. `Assembly` below starts it in order, each
/// step noting beside it how it ends; `stop` ends it in exactly the reverse order.
public struct Server: Sendable {
    /// Where it listens, with the port that it has.
    public let address: SocketAddress
    private let undo: UndoList

    /// Starts everything and returns when callers are taken; what had been started is ended again when a step fails.
    ///
    /// `say` gets what is for whoever started the server: the first admin's password, where it listens.
    public static func start(
        _ configuration: ServerConfiguration, logs: ServerLogs, say: @Sendable (String) -> Void
    ) async throws(DaemonError) -> Server {
        let undo = UndoList()
        do throws(DaemonError) {
            let assembly = Assembly(configuration: configuration, logs: logs, undo: undo)
            return Server(address: try await assembly.start(say: say), undo: undo)
        } catch {
            undo.run()
            throw error
        }
    }

    /// Takes nothing new, finishes what is under way within the drain time, ends every thread. Blocks.
    public func stop() { undo.run() }
}

/// The steps of a start.
private struct Assembly {
    let configuration: ServerConfiguration
    let undo: UndoList
    let kernel = Kernel.linux
    let observability: Observability
    /// One for both planes and all workers.
    let throttle = LoginThrottle()
    /// One for all workers.
    let shares = CallShares()

    init(configuration: ServerConfiguration, logs: ServerLogs, undo: UndoList) {
        self.configuration = configuration
        self.undo = undo
        observability = Observability(
            access: logs.access, sourcesMax: configuration.metricsSourcesMax, startedAt: kernel.unixSeconds)
    }

    func start(say: @Sendable (String) -> Void) async throws(DaemonError) -> SocketAddress {
        let postgres = try startPostgres()
        // Locked before it is opened: only one server may believe that its snapshot follows every commit.
        try lockDatabase()
        let store = try openStore()
        let (keyring, isNew) = try await openKeyring(store)
        // Said at once: should a later step fail, nobody could ask for it again.
        let password = try await FirstAdmin.ensure(in: store, password: configuration.adminPassword)
        if let password { say(Announcement.adminPassword(password)) }
        let builder = RouteBuilder(keyring: keyring, encodeAnswer: DataSourceEncoder.single)
        let (board, revision) = try await makeBoard(store, keyring, builder)
        let compute = try startCompute()
        // From here on every commit reaches the board, in order; before any worker could answer from an older snapshot.
        try await follow(store, since: revision, board, builder)
        let usage = UsageWriter(board: board, store: store)
        undo.add { usage.stop() }
        let isReady = Flag()
        let services = makeServices(store, board, keyring, compute, isReady)
        let address = try await startWorkers(board, compute, services, postgres)
        isReady.set(true)
        undo.add { isReady.set(false) }
        let isTLS = configuration.callerTLS != nil
        say(Announcement.listening(on: address, tls: isTLS))
        if isNew || StandardStream.output.isTerminal {
            say(Announcement.tour(of: address, tls: isTLS, password: password))
        }
        return address
    }

    // MARK: The state

    private func lockDatabase() throws(DaemonError) {
        try DataDirectory.ensure(configuration.dataDirectory)
        let path = configuration.databasePath
        let lock: FileLock?
        do throws(SystemError) {
            lock = try FileLock.take(path + ".lock")
        } catch {
            throw .dataDirectory(path: path + ".lock", error)
        }
        guard let lock else { throw .databaseInUse(path: path) }
        undo.add { lock.release() }
    }

    private func openStore() throws(DaemonError) -> SQLiteStore {
        do throws(StoreError) {
            let configuration = SQLiteStoreConfiguration(path: configuration.databasePath)
            let store = try SQLiteStore(configuration, observe: observability.observe)
            undo.add { store.stop() }
            return store
        } catch {
            throw .store(error)
        }
    }

    private func openKeyring(_ store: SQLiteStore) async throws(DaemonError) -> (keyring: Keyring, isNew: Bool) {
        let opening = KeyringOpening(
            store: store, path: configuration.keyFile, dataDirectory: configuration.dataDirectory)
        let opened = try await opening.openOrMake()
        observability.logger.info(
            "key-encryption key loaded", [.text("keyId", opened.keyID), .flag("isNew", opened.isNew)])
        return (opened.keyring, opened.isNew)
    }

    // MARK: The snapshot

    private func makeBoard(
        _ store: SQLiteStore, _ keyring: Keyring, _ builder: RouteBuilder
    ) async throws(DaemonError) -> (SnapshotBoard, revision: Int64) {
        let contents: StoreContents
        do { contents = try await store.load() } catch { throw .store(error) }
        let snapshot = await RouteSnapshot.building(
            contents.dataSources,
            directory: AccessDirectory(
                organizations: contents.organizations, users: contents.users, teams: contents.teams,
                serviceAccounts: contents.serviceAccounts, tokens: contents.tokens), builder: builder)
        let sealedShut = contents.dataSources.filter {
            snapshot.route(orgID: $0.source.orgID, id: $0.source.id)?.isSealedShut ?? true
        }
        let unopened = UnopenedSecret.all(in: sealedShut, keyring: keyring)
        for secret in unopened { observability.observeUnopened(secret) }
        observability.countSealed(sources: Set(unopened.map { "\($0.orgID)/\($0.uid)" }).count)
        return (SnapshotBoard(snapshot), contents.revision)
    }

    private func follow(
        _ store: SQLiteStore, since revision: Int64, _ board: SnapshotBoard, _ builder: RouteBuilder
    ) async throws(DaemonError) {
        do {
            try await store.follow(since: revision) { changes in board.publish(changes, builder: builder) }
        } catch { throw .store(error) }
    }

    // MARK: The threads

    /// Before any other: libpq's variables are taken out of the environment, which has no lock that other threads would heed.
    private func startPostgres() throws(DaemonError) -> PostgresClient {
        do throws(SystemError) {
            let postgres = try PostgresClient(kernel: kernel)
            undo.add { postgres.stop() }
            return postgres
        } catch {
            throw .cannotStart(error)
        }
    }

    private func startCompute() throws(DaemonError) -> ComputePools {
        do throws(SystemError) {
            // One thread a worker: a burst of logins takes no more of the machine than the callers it serves.
            let prompt = try ComputeThreads(count: configuration.workers)
            undo.add { prompt.stop() }
            let background = try IdleCompute(name: "guesses")
            undo.add { background.stop() }
            return ComputePools(prompt: prompt, background: background)
        } catch {
            throw .cannotStart(error)
        }
    }

    private func makeServices(
        _ store: SQLiteStore, _ board: SnapshotBoard, _ keyring: Keyring, _ compute: ComputePools, _ isReady: Flag
    ) -> ControlServices {
        let registry = observability.registry(board: board)
        let now: @Sendable () -> Int64 = { Kernel.linux.unixSeconds }
        let catalog = CatalogConfiguration(
            bindsSecretsToDestination: configuration.bindsSecretsToDestination,
            refusesDestination: { [outbound = configuration.outbound] host, port in
                outbound.refusal(ofHost: host, port: port) != nil
            },
            deniesByDefault: configuration.deniesByDefault)
        let service = CatalogService(
            store: store, board: board, keyring: keyring, configuration: catalog, now: now,
            observe: observability.observe)
        return ControlServices(
            catalog: service,
            shared: SharedSourceService(store: store, catalog: service, keyring: keyring, board: board),
            tokens: TokenService(store: store, now: now, settled: { await board.settled() }),
            people: AccessContext(
                store: store, directory: { board.current.directory }, now: now, settled: { await board.settled() }),
            board: board, compute: compute, throttle: throttle,
            probes: HealthProbes(
                databaseAnswers: { (try? await store.ping()) != nil },
                isReady: { isReady.value },
                metrics: { registry.text() }),
            now: now)
    }

    /// The first worker's port is the others' too.
    private func startWorkers(
        _ board: SnapshotBoard, _ compute: ComputePools, _ services: ControlServices, _ postgres: PostgresClient
    ) async throws(DaemonError) -> SocketAddress {
        let group = WorkerGroup(configuration: WorkerConfiguration(configuration))
        undo.add { group.drain() }
        var address = configuration.bind
        let balance = CallerBalance()
        let certificate = watchCertificate()
        let control = ControlConfiguration(
            version: Version.current, settings: SettingsOverview.sections(of: configuration))
        for _ in 0..<configuration.workers {
            let desk = CallDesk(configuration: CallConfiguration(configuration))
            let languages = SourceLanguages(databases: UpstreamDatabaseDoor(desk: desk), postgres: postgres)
            let router = ControlRouter(services: services, configuration: control, languages: languages) {
                UpstreamDoor(
                    desk: desk, compute: compute.prompt, userAgent: group.configuration.userAgent, login: $0.login,
                    passages: $1)
            }
            let plane = router.makePlane()
            let meters = observability.makeMeters(endpoints: plane.endpoints)
            let environment = WorkerEnvironment(
                kernel: kernel, board: board,
                plane: plane.observed(clock: { Kernel.linux.monotonicMicroseconds }, by: meters.control.count),
                desk: desk, compute: compute, balance: balance, certificate: certificate, throttle: throttle,
                gauges: meters.proxy.gauges, shares: shares,
                observeRead: { meters.control.count($0) },
                observe: { [observability] in observability.observe($0, by: meters) })
            address = try await group.start(on: address, environment: environment)
        }
        return address
    }

    private func watchCertificate() -> CallerCertificate? {
        guard let tls = configuration.callerTLS else { return nil }
        let certificate = CallerCertificate(tls.context)
        let watch = CertificateWatch(
            tls, certificate, now: { Kernel.linux.unixSeconds }, observe: observability.observe)
        undo.add { watch.stop() }
        return certificate
    }
}
