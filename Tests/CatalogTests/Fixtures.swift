import Access
import Bytes
import Catalog
import Crypto
import JSON
import Secrets
import Synchronization

func secret(_ text: String) -> SecretBytes { SecretBytes(copying: text.utf8.span) }

func text(_ secret: SecretBytes?) -> String? {
    secret?.withSpan { String(decoding: $0.copy(), as: UTF8.self) }
}

func makeKeyring() throws -> Keyring {
    let key = KeyEncryptionKey.make().key
    return try Keyring(unwrapping: [Keyring.makeDataKey(id: 1, wrappedBy: key)], with: key)
}

/// A server's catalog over a store in memory.
final class World: Sendable {
    let keyring: Keyring
    let builder: RouteBuilder
    let board: SnapshotBoard
    let store: MemoryStore
    let service: CatalogService
    private let seen = Guard<[CatalogObservation]>([])

    let admin = Identity(subject: .user(1), login: "admin", orgID: 1, role: .admin)
    let otherAdmin = Identity(subject: .user(2), login: "admin2", orgID: 2, role: .admin)

    init(_ configuration: CatalogConfiguration = CatalogConfiguration()) throws {
        keyring = try makeKeyring()
        builder = RouteBuilder(keyring: keyring) { source, names in
            Array("\(source.name):\(source.version):\(names.joined(separator: ","))".utf8)
        }
        board = SnapshotBoard(RouteSnapshot(builder: builder))
        store = MemoryStore(board: board, builder: builder)
        service = CatalogService(
            store: store, board: board, keyring: keyring, configuration: configuration, now: { 1_700_000_000 },
            observe: { [seen] observation in seen.change { $0.append(observation) } })
    }

    var observations: [CatalogObservation] { seen.value }

    func create(_ change: DataSourceChange) async throws -> Route { try await service.create(change, by: admin) }

    func update(_ route: Route, ifMatch: Int64? = nil, _ change: DataSourceChange) async throws -> Route {
        try await service.update(.id(route.source.id), change, ifMatch: ifMatch, by: admin)
    }
}

/// A value behind a lock.
final class Guard<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    init(_ value: Value) { mutex = Mutex(value) }

    var value: Value { mutex.withLock { $0 } }

    func change(_ body: (inout Value) -> Void) { mutex.withLock { body(&$0) } }
}

extension DataSourceChange {
    /// A complete change; tests say what differs.
    static func make(
        _ name: String? = "prom", type: String = "prometheus", url: String? = "http://up.test:9090/base",
        _ edit: (inout DataSourceChange) -> Void = { _ in }
    ) -> DataSourceChange {
        var change = DataSourceChange(name: name, type: type, access: "proxy", url: url)
        edit(&change)
        return change
    }
}
