import Access
import Bytes
import Catalog
import Crypto
import Downstream
import HTTP
import JSON
import Query
import Reactor
import Secrets
import Synchronization
import Web

@testable import Control

/// The control plane in process: the real router, services and snapshot over a store in memory, asked as the listener would ask.
struct ControlHarness {
    enum Caller: CaseIterable {
        case admin, editor, viewer, otherAdmin, nobody, stranger
    }

    /// Work that is done at once, where it was asked for.
    struct InlineCompute: ComputePool {
        func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result { work() }
    }

    static let now: Int64 = 1_800_000_000
    static let password = "correct horse"

    let store = MemoryStore()
    let board: SnapshotBoard
    let door = ClosedDoor()
    let plane: WebPlane
    private let tokens: [Caller: String]

    /// Org 1 with an admin, an editor, a viewer and the user `admin`; org 2 with an admin; and whom a test adds.
    init(
        ready: Bool = true, databaseAnswers: Bool = true, users: [UserRecord] = [], teams: [TeamRecord] = [],
        accounts: [ServiceAccountRecord] = [], accountTokens: [TokenRecord] = []
    ) throws {
        let key = KeyEncryptionKey.make().key
        let keyring = try Keyring(unwrapping: [Keyring.makeDataKey(id: 1, wrappedBy: key)], with: key)
        let builder = RouteBuilder(keyring: keyring, encodeAnswer: DataSourceEncoder.single)
        let (records, texts) = Self.makeTokens()
        let board = SnapshotBoard(
            RouteSnapshot(
                sources: [],
                directory: AccessDirectory(
                    users: [try Self.makeUser()] + users, teams: teams, serviceAccounts: accounts,
                    tokens: records + accountTokens), builder: builder))
        store.whenCommitted { board.publish($0, builder: builder) }
        let catalog = CatalogService(store: store, board: board, keyring: keyring, now: { Self.now })
        let service = TokenService(store: store, now: { Self.now }, settled: { await board.settled() })
        let probes = HealthProbes(
            databaseAnswers: { databaseAnswers }, isReady: { ready }, metrics: { Array("headgate_up 1\n".utf8) })
        let services = ControlServices(
            catalog: catalog,
            shared: SharedSourceService(store: store, catalog: catalog, keyring: keyring, board: board),
            tokens: service,
            people: AccessContext(
                store: NoPeopleStore(), directory: { board.current.directory }, now: { Self.now }, settled: {}),
            board: board, compute: ComputePools(prompt: InlineCompute(), background: InlineCompute()), probes: probes,
            now: { Self.now }
        )
        let configuration = ControlConfiguration(version: "0.1.0", commit: "abc")
        self.board = board
        tokens = texts
        let door = door
        plane =
            ControlRouter(
                services: services, configuration: configuration, languages: SourceLanguages(), door: { _, _ in door }
            ).makePlane()
    }

    func token(_ caller: Caller) -> String { tokens[caller] ?? "" }

    /// Sends `json` with its Content-Type unless `fields` has one.
    func send(
        _ line: String, as caller: Caller = .admin, _ json: String? = nil, fields: [String] = []
    ) async throws -> Answer {
        switch caller {
        case .nobody: try await ask(line, json, fields: fields)
        case .stranger: try await ask(line, json, fields: fields + ["Authorization: Bearer not-a-token"])
        default: try await ask(line, json, fields: fields + ["Authorization: Bearer \(token(caller))"])
        }
    }

    /// Under whatever credential `fields` holds.
    func ask(_ line: String, _ json: String?, fields: [String]) async throws -> Answer {
        var fields = fields
        if let json {
            if !fields.contains(where: { $0.lowercased().starts(with: "content-type:") }) {
                fields.append("Content-Type: application/json")
            }
            fields.append("Content-Length: \(json.utf8.count)")
        }
        return Answer(await plane.respond(to: try Self.request(line, fields, Array((json ?? "").utf8))))
    }

    static func request(_ line: String, _ fields: [String], _ body: [UInt8]) throws -> AsyncRequest {
        let text = ([line + " HTTP/1.1", "Host: headgate"] + fields + ["", ""]).joined(separator: "\r\n")
        let bytes = Array(text.utf8)
        var head = RequestHead()
        var limits = HeadLimits()
        limits.headBytesMax = 4 << 20
        guard case .complete = head.parse(bytes.span, limits: limits) else { throw UnreadableHead() }
        var content = ByteBuffer(kind: .confidential)
        content.append(body)
        return AsyncRequest(
            head: head, headBytes: bytes, body: content, remoteAddress: "127.0.0.1", requestID: "r1")
    }

    struct UnreadableHead: Error {}

    private static func makeTokens() -> (records: [TokenRecord], texts: [Caller: String]) {
        let wanted: [(Caller, Role, Int64, TokenRecord.Shape)] = [
            (.admin, .admin, 1, .apiKey), (.editor, .editor, 1, .serviceAccount), (.viewer, .viewer, 1, .apiKey),
            (.otherAdmin, .admin, 2, .serviceAccount),
        ]
        var records: [TokenRecord] = []
        var texts: [Caller: String] = [:]
        for (index, (caller, role, orgID, shape)) in wanted.enumerated() {
            let issued = TokenIssuer.make(shape, name: "\(caller)", orgID: orgID)
            texts[caller] = issued.text
            records.append(
                TokenRecord(
                    id: Int64(1000 + index), orgID: orgID, name: "\(caller)", role: role, shape: shape,
                    digest: issued.digest, createdAt: 0, expiresAt: nil))
        }
        return (records, texts)
    }

    private static func makeUser() throws -> UserRecord {
        let cost = ScryptCost(logN: 4, blockSize: 8, parallelism: 1) ?? .standard
        return UserRecord(
            id: 1, uid: "u1", login: "admin", email: "admin@localhost", name: "",
            passwordHash:
                try PasswordHash.make(password: password.utf8.span, cost: cost),
            orgID: 1, memberships: [Membership(orgID: 1, role: .admin), Membership(orgID: 2, role: .viewer)],
            isServerAdmin: true, isDisabled: false, createdAt: 0, updatedAt: 0)
    }
}

/// What came back.
struct Answer {
    let status: Int
    let fields: [(name: String, value: String)]
    let text: String
    /// Nothing when the body is no JSON.
    let json: JSONValue?

    init(_ response: AsyncResponse) {
        status = response.status
        fields = response.fields
        text = String(decoding: response.body, as: UTF8.self)
        json = try? JSONValue(parsing: response.body.span, limits: JSONLimits(bytesMax: 64 << 20))
    }

    var message: String? { json?["message"]?.stringValue }
    var detail: String? { json?["detail"]?.stringValue }
    var id: Int64 { json?["id"]?.int64Value ?? 0 }
    var uid: String { (json?["datasource"] ?? json)?["uid"]?.stringValue ?? "" }

    func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
}
