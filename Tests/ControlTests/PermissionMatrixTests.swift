import Access
import Bytes
import Catalog
import Crypto
import Testing

@testable import Control

/// Everybody, by every door, under every name of a source, in every state of its permissions; what must happen stands in tables of
/// its own here.
@Suite struct PermissionMatrixTests {
    @Test func everyDoorAnswersAsTheTableSays() async throws {
        let house = try await MatrixHouse()
        var cells = 0
        for state in MatrixState.all {
            try await house.enter(state)
            for caller in MatrixCaller.allCases {
                for door in MatrixDoor.all {
                    let expected = MatrixTable.outcome(of: door, for: caller, in: state)
                    let outcome = try await house.knock(door, caller, in: state)
                    #expect(outcome == expected, "\(door.line) as \(caller) while \(state.name)")
                    cells += 1
                }
            }
        }
        #expect(cells >= 2_000)
    }

    /// From nothing granted to each single grant and back, without a restart: only the cells that the table tells apart change.
    @Test func oneGrantFlipsExactlyTheExpectedCells() async throws {
        let house = try await MatrixHouse()
        let nothing = MatrixState.nothing
        for state in MatrixState.all where state.grants.count == 1 {
            for (from, to) in [(nothing, state), (state, nothing)] {
                try await house.enter(from)
                let before = try await house.everything(in: from)
                try await house.enter(to)
                let after = try await house.everything(in: to)
                let flipped = Set(before.keys.filter { before[$0] != after[$0] })
                let expected = Set(
                    before.keys.filter { cell in
                        MatrixTable.outcome(of: cell.door, for: cell.caller, in: from)
                            != MatrixTable.outcome(of: cell.door, for: cell.caller, in: to)
                    })
                #expect(flipped == expected, "\(from.name) to \(to.name)")
            }
        }
    }
}

/// Who asks.
enum MatrixCaller: String, CaseIterable {
    case adminKey, editorKey, viewerKey
    case adminUser, editorUser, viewerUser, teamUser, userWithoutRole
    /// A user whose only place is in the other organisation, asking in this one.
    case outsider
    /// The server's admin, who has no place in this organisation.
    case serverAdmin
    case editorRobot, viewerRobot
    case otherAdmin, nobody

    var isAdmin: Bool { [.adminKey, .adminUser].contains(self) }
    /// Has no role where the source is.
    var isOutside: Bool { [.userWithoutRole, .outsider, .serverAdmin].contains(self) }
}

/// What is granted on the source, and the level that it gives to whom: written out, not computed.
struct MatrixState: Hashable {
    let name: String
    let grants: [GrantChange]
    let levels: [MatrixCaller: SourceLevel]

    static func == (a: MatrixState, b: MatrixState) -> Bool { a.name == b.name }
    func hash(into hasher: inout Hasher) { hasher.combine(name) }

    private static let viewers: [MatrixCaller] = [.viewerKey, .viewerUser, .teamUser, .viewerRobot]
    private static let editors: [MatrixCaller] = [.editorKey, .editorUser, .editorRobot]

    private init(_ name: String, _ grants: [(SourcePrincipal, SourceLevel)], _ levels: [(SourceLevel, [MatrixCaller])])
    {
        self.name = name
        self.grants = grants.map { GrantChange($0.0, $0.1) }
        var all: [MatrixCaller: SourceLevel] = [:]
        for (level, callers) in levels { for caller in callers { all[caller] = level } }
        self.levels = all
    }

    static let nothing = MatrixState("nothing is granted", [], [])

    static let all: [MatrixState] = [
        nothing,
        MatrixState(
            "a new source", [(.role(.viewer), .query), (.role(.editor), .query)], [(.query, viewers + editors)]),
        MatrixState("Viewers may query", [(.role(.viewer), .query)], [(.query, viewers)]),
        MatrixState("Viewers may edit", [(.role(.viewer), .edit)], [(.edit, viewers)]),
        MatrixState("Viewers may administer", [(.role(.viewer), .admin)], [(.admin, viewers)]),
        MatrixState("Editors may edit", [(.role(.editor), .edit)], [(.edit, editors)]),
        MatrixState("Admins are granted less than they have", [(.role(.admin), .query)], []),
        MatrixState("a user may query", [(.account(MatrixHouse.viewerID), .query)], [(.query, [.viewerUser])]),
        MatrixState("a user may edit", [(.account(MatrixHouse.viewerID), .edit)], [(.edit, [.viewerUser])]),
        MatrixState("a user may administer", [(.account(MatrixHouse.viewerID), .admin)], [(.admin, [.viewerUser])]),
        MatrixState(
            "a user without role may query", [(.account(MatrixHouse.noneID), .query)], [(.query, [.userWithoutRole])]),
        MatrixState("an outsider was granted something", [(.account(MatrixHouse.outsiderID), .admin)], []),
        MatrixState("a robot may query", [(.account(MatrixHouse.viewerRobotID), .query)], [(.query, [.viewerRobot])]),
        MatrixState("a robot may edit", [(.account(MatrixHouse.viewerRobotID), .edit)], [(.edit, [.viewerRobot])]),
        MatrixState("a team may query", [(.team(MatrixHouse.teamID), .query)], [(.query, [.teamUser])]),
        MatrixState("a team may edit", [(.team(MatrixHouse.teamID), .edit)], [(.edit, [.teamUser])]),
        MatrixState("a team may administer", [(.team(MatrixHouse.teamID), .admin)], [(.admin, [.teamUser])]),
        MatrixState(
            "the strongest counts",
            [
                (.role(.viewer), .query), (.account(MatrixHouse.viewerID), .edit), (.team(MatrixHouse.teamID), .admin),
                (.role(.editor), .edit),
            ],
            [(.query, viewers), (.edit, editors + [.viewerUser]), (.admin, [.teamUser])]),
    ]
}

/// A door to the source under one of its names.
struct MatrixDoor: Hashable {
    enum Kind: Hashable {
        case read, write, administer, list, proxy
        /// Headgate asks the source itself.
        case native
        /// A question about a level.
        case ask(SourceLevel)
    }

    let kind: Kind
    let line: String
    let body: String?

    init(_ kind: Kind, _ line: String, _ body: String? = nil) {
        self.kind = kind
        self.line = line
        self.body = body
    }

    private static let whole = #"{"name":"prom","uid":"p1","type":"graphite","access":"proxy","url":"http://a.test"}"#
    private static let query =
        #"{"queries":[{"refId":"A","target":"a","datasource":{"uid":"p1"}}],"from":"1","to":"9"}"#
    private static let queryByID = #"{"queries":[{"refId":"A","target":"a","datasourceId":1}],"from":"1","to":"9"}"#
    private static let canI = "GET /api/access-control/can-i?action="

    static let all: [MatrixDoor] = [
        MatrixDoor(.read, "GET /api/datasources/1"), MatrixDoor(.read, "GET /api/datasources/uid/p1"),
        MatrixDoor(.read, "GET /api/datasources/name/prom"), MatrixDoor(.read, "GET /api/datasources/id/prom"),
        MatrixDoor(.read, "GET /api/datasources/uid/p1?accesscontrol=true"),
        MatrixDoor(.write, "PUT /api/datasources/1", whole), MatrixDoor(.write, "PUT /api/datasources/uid/p1", whole),
        MatrixDoor(.write, "DELETE /api/datasources/1"), MatrixDoor(.write, "DELETE /api/datasources/uid/p1"),
        MatrixDoor(.write, "DELETE /api/datasources/name/prom"),
        MatrixDoor(.administer, "GET /api/access-control/datasources/p1"),
        MatrixDoor(.administer, "POST /api/access-control/datasources/p1", #"{"permissions":[]}"#),
        MatrixDoor(.list, "GET /api/datasources"),
        MatrixDoor(.proxy, "GET /api/datasources/proxy/1/render"),
        MatrixDoor(.proxy, "POST /api/datasources/proxy/uid/p1/render"),
        MatrixDoor(.native, "GET /api/datasources/1/health"),
        MatrixDoor(.native, "GET /api/datasources/uid/p1/health"),
        MatrixDoor(.native, "GET /api/datasources/1/resources/functions"),
        MatrixDoor(.native, "POST /api/datasources/uid/p1/resources/metrics/find", #"{"query":"a"}"#),
        MatrixDoor(.native, "POST /api/ds/query", query), MatrixDoor(.native, "POST /api/ds/query", queryByID),
        MatrixDoor(.ask(.query), canI + "datasources:query&uid=p1"),
        MatrixDoor(.ask(.edit), canI + "datasources:write&id=1"),
        MatrixDoor(.ask(.admin), canI + "datasources.permissions:write&name=prom"),
    ]
}

/// What came of it: a status (200 when the source was asked, whatever it said), and for a list or a question whether the source is in
/// it or the answer is yes.
struct MatrixOutcome: Equatable {
    var status: Int
    var isYes = false
}

/// What must come of it.
enum MatrixTable {
    static func outcome(of door: MatrixDoor, for caller: MatrixCaller, in state: MatrixState) -> MatrixOutcome {
        if caller == .nobody { return MatrixOutcome(status: 401) }
        let level = caller.isAdmin ? .admin : state.levels[caller]
        switch door.kind {
        case .list:
            return MatrixOutcome(status: level == nil && caller.isOutside ? 403 : 200, isYes: level != nil)
        case .ask(let wanted): return MatrixOutcome(status: 200, isYes: level.map { $0 >= wanted } ?? false)
        case .read, .proxy, .native: return single(.query, level, caller)
        case .write: return single(.edit, level, caller)
        case .administer: return single(.admin, level, caller)
        }
    }

    private static func single(_ needed: SourceLevel, _ level: SourceLevel?, _ caller: MatrixCaller) -> MatrixOutcome {
        guard let level else { return MatrixOutcome(status: caller.isOutside ? 403 : 404) }
        return MatrixOutcome(status: level >= needed ? 200 : 403)
    }
}

/// The control plane and the data plane's door over one snapshot, and a source `p1`.
final class MatrixHouse {
    struct Cell: Hashable {
        let door: MatrixDoor
        let caller: MatrixCaller
    }

    static let (adminID, editorID, viewerID, memberID) = (Int64(21), Int64(22), Int64(23), Int64(24))
    static let (noneID, outsiderID, serverAdminID) = (Int64(25), Int64(26), Int64(27))
    static let (editorRobotID, viewerRobotID, teamID) = (Int64(31), Int64(32), Int64(3))

    private let house: ControlHarness
    private let credentials: [MatrixCaller: String]
    private let source = DataSource(
        id: 1, uid: "p1", orgID: 1, name: "prom", type: "graphite", access: "proxy", url: "http://a.test")

    init() async throws {
        let editor = TokenIssuer.make(.serviceAccount, name: "e", orgID: 1)
        let viewer = TokenIssuer.make(.serviceAccount, name: "v", orgID: 1)
        house = try ControlHarness(
            users: [
                try Self.user(Self.adminID, "adminUser", .admin), try Self.user(Self.editorID, "editorUser", .editor),
                try Self.user(Self.viewerID, "viewerUser", .viewer), try Self.user(Self.memberID, "teamUser", .viewer),
                try Self.user(Self.noneID, "userWithoutRole", .none),
                try Self.user(Self.outsiderID, "outsider", .admin, orgID: 2),
                try Self.user(Self.serverAdminID, "serverAdmin", .admin, orgID: 2, isServerAdmin: true),
            ],
            teams: [
                TeamRecord(
                    id: Self.teamID, uid: "t", orgID: 1, name: "Team", email: "",
                    members: [TeamMember(userID: Self.memberID, uid: "m", standing: .member)])
            ],
            accounts: [
                Self.account(Self.editorRobotID, .editor), Self.account(Self.viewerRobotID, .viewer),
            ],
            accountTokens: [
                Self.token(2001, editor, Self.editorRobotID), Self.token(2002, viewer, Self.viewerRobotID),
            ])
        var credentials: [MatrixCaller: String] = [
            .adminKey: "Bearer \(house.token(.admin))", .editorKey: "Bearer \(house.token(.editor))",
            .viewerKey: "Bearer \(house.token(.viewer))", .otherAdmin: "Bearer \(house.token(.otherAdmin))",
            .editorRobot: "Bearer \(editor.text)", .viewerRobot: "Bearer \(viewer.text)",
        ]
        for caller in MatrixCaller.allCases where credentials[caller] == nil && caller != .nobody {
            credentials[caller] = "Basic " + Base64.encode("\(caller.rawValue):\(ControlHarness.password)".utf8.span)
        }
        self.credentials = credentials
    }

    /// The source with what the state grants and nothing else.
    func enter(_ state: MatrixState) async throws {
        if house.store.stored(id: 1) == nil { _ = house.store.put(source) }
        guard let old = house.store.stored(id: 1)?.grants else { return }
        let removals =
            old.accounts.keys.map { GrantChange(.account($0), nil) }
            + old.teams.keys.map { GrantChange(.team($0), nil) }
            + [Role.viewer, .editor, .admin].map { GrantChange(.role($0), nil) }
        try await house.store.changeGrants(removals + state.grants, sourceID: 1, orgID: 1)
    }

    /// Asks, and puts back what the asking destroyed.
    func knock(_ door: MatrixDoor, _ caller: MatrixCaller, in state: MatrixState) async throws -> MatrixOutcome {
        let fields = credentials[caller].map { ["Authorization: \($0)", "X-Grafana-Org-Id: 1"] } ?? []
        guard door.kind != .proxy else {
            return MatrixOutcome(
                status: ProxyDoor.status(
                    door.line, fields: fields, snapshot: house.board.current, now: ControlHarness.now))
        }
        let asked = house.door.asked
        let answer = try await house.ask(door.line, door.body, fields: fields)
        var outcome = MatrixOutcome(status: house.door.asked > asked ? 200 : answer.status)
        switch door.kind {
        case .list where answer.status == 200:
            outcome.isYes = answer.json?.arrayValue?.contains { $0["uid"] == "p1" } ?? false
        case .ask: outcome.isYes = answer.json?["allowed"] == true
        default: break
        }
        if house.store.stored(id: 1) == nil { try await enter(state) }
        return outcome
    }

    func everything(in state: MatrixState) async throws -> [Cell: MatrixOutcome] {
        var all: [Cell: MatrixOutcome] = [:]
        for caller in MatrixCaller.allCases {
            for door in MatrixDoor.all {
                all[Cell(door: door, caller: caller)] = try await knock(door, caller, in: state)
            }
        }
        return all
    }

    private static let hash: PasswordHash? = {
        guard let cost = ScryptCost(logN: 4, blockSize: 8, parallelism: 1) else { return nil }
        return try? PasswordHash.make(password: ControlHarness.password.utf8.span, cost: cost)
    }()

    private static func user(
        _ id: Int64, _ login: String, _ role: Role, orgID: Int64 = 1, isServerAdmin: Bool = false
    ) throws -> UserRecord {
        UserRecord(
            id: id, uid: "u\(id)", login: login, email: "", name: "", passwordHash: try #require(hash), orgID: orgID,
            memberships: [Membership(orgID: orgID, role: role)], isServerAdmin: isServerAdmin, isDisabled: false,
            createdAt: 0, updatedAt: 0)
    }

    private static func account(_ id: Int64, _ role: Role) -> ServiceAccountRecord {
        ServiceAccountRecord(
            id: id, uid: "s\(id)", orgID: 1, name: "robot \(id)", login: "sa-1-\(id)", role: role, isDisabled: false,
            createdAt: 0, updatedAt: 0)
    }

    private static func token(_ id: Int64, _ issued: IssuedToken, _ accountID: Int64) -> TokenRecord {
        TokenRecord(
            id: id, orgID: 1, name: "t\(id)", role: .viewer, shape: .serviceAccount, digest: issued.digest,
            createdAt: 0,
            expiresAt: nil, serviceAccountID: accountID)
    }
}
