internal import Access
internal import Catalog
internal import Crypto
internal import JSON
internal import Reactor
internal import Secrets

/// The snapshot that the workers of a world serve: its sources with sealed credentials, one token.
struct WorldCatalog {
    static let token = "glsa_callersecretcallersecretcaller_1a2b3c4d"

    static let login = "caller"
    static let password = "callersecretpassword"

    let board: SnapshotBoard
    private let builder: RouteBuilder
    private let stored: [StoredDataSource]
    private var revision: Int64 = 1

    init(_ sources: [SourcePlan]) throws {
        let key = KeyEncryptionKey.make().key
        let keyring = try Keyring(unwrapping: [Keyring.makeDataKey(id: 1, wrappedBy: key)], with: key)
        stored = try sources.map { try Self.stored($0, keyring) }
        let record = TokenRecord(
            id: 1, orgID: 1, name: "t", role: .admin, shape: .serviceAccount,
            digest: SHA256.digest(Self.token.utf8.span),
            createdAt: 0, expiresAt: nil)
        let cost = ScryptCost(logN: 2, blockSize: 1, parallelism: 1) ?? .standard
        let user = UserRecord(
            id: 1, login: Self.login, email: "", name: "",
            passwordHash: try .make(password: Self.password.utf8.span, cost: cost),
            orgID: 1, role: .admin, isServerAdmin: false, isDisabled: false)
        builder = RouteBuilder(keyring: keyring) { _, _ in [] }
        let directory = AccessDirectory(users: [user], tokens: [record])
        board = SnapshotBoard(RouteSnapshot(sources: stored, directory: directory, builder: builder))
    }

    /// A source is written anew as it was: workers get another snapshot.
    mutating func republish(_ index: Int) {
        revision += 1
        let before = stored[index]
        let change = StoredDataSource(source: before.source, secrets: before.secrets, revision: revision)
        board.publish([.dataSource(change)], builder: builder)
    }

    static func basic(password: String) -> String { "Basic " + Base64.encode("\(login):\(password)".utf8.span) }

    private static func stored(_ plan: SourcePlan, _ keyring: Keyring) throws -> StoredDataSource {
        var source = DataSource(
            id: Int64(plan.index + 1), uid: plan.uid, orgID: 1, name: "source \(plan.index)", type: "graphite",
            access: "proxy",
            url: "http://\(plan.host):\(plan.address.port)\(plan.basePath)")
        var secrets: [SealedField] = []
        switch plan.credential {
        case .none: break
        case .basic:
            source.basicAuth = true
            source.basicAuthUser = plan.user
            secrets = [try sealed(plan, "basicAuthPassword", keyring)]
        case .header:
            source.jsonData = .object(["httpHeaderName1": .string("X-Source-Key")])
            secrets = [try sealed(plan, "httpHeaderValue1", keyring)]
        }
        return StoredDataSource(source: source, secrets: secrets, revision: 1)
    }

    private static func sealed(_ plan: SourcePlan, _ field: String, _ keyring: Keyring) throws -> SealedField {
        let value = try keyring.seal(
            SecretBytes(copying: plan.secret.utf8.span), for: SealContext(orgID: 1, sourceUID: plan.uid, field: field))
        return SealedField(name: field, value: value, isEmpty: false)
    }

    /// The lines that a source must find in every request, and no others of these names.
    static func authorization(_ plan: SourcePlan) -> [String] {
        plan.credential == .basic ? ["Basic " + Base64.encode("\(plan.user):\(plan.secret)".utf8.span)] : []
    }

    static func sourceKey(_ plan: SourcePlan, sentByCaller: [String]) -> [String] {
        plan.credential == .header ? [plan.secret] : sentByCaller
    }
}
