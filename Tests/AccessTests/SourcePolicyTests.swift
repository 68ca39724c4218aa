import Testing

@testable import Access

/// What grants on a data source come to.
@Suite struct SourcePolicyTests {
    private let policy = Policy()

    private func user(_ role: Role, id: Int64 = 7) -> Identity {
        Identity(subject: .user(id), login: "ann", orgID: 1, role: role)
    }

    private func directory(_ role: Role = .viewer, teams: [TeamRecord] = []) throws -> AccessDirectory {
        AccessDirectory(
            users: [try makeUser(id: 7, login: "ann", role: role)], teams: teams,
            serviceAccounts: [makeAccount(id: 9)])
    }

    private func team(_ id: Int64, _ members: [Int64], orgID: Int64 = 1) -> TeamRecord {
        TeamRecord(
            id: id, uid: "t\(id)", orgID: orgID, name: "Blue", email: "",
            members: members.map { TeamMember(userID: $0, uid: "m", standing: .member) })
    }

    private static let leastLevels: [(Action, SourceLevel)] = [
        (.datasourcesRead, .query), (.datasourcesQuery, .query), (.datasourcesIDRead, .query),
        (.datasourcesWrite, .edit), (.datasourcesDelete, .edit),
        (.datasourcesPermissionsRead, .admin), (.datasourcesPermissionsWrite, .admin),
    ]

    @Test func levelsAllowWhatTheTableSays() throws {
        let directory = try directory()
        for level in [nil] + SourceLevel.allCases.map(Optional.some) {
            let grants = SourceGrants(accounts: level.map { [7: $0] } ?? [:])
            for (action, least) in Self.leastLevels {
                let isAllowed = policy.allows(user(.viewer), action, on: grants, in: directory)
                #expect(
                    isAllowed == (level.map { $0 >= least } ?? false), "\(action) with \(String(describing: level))")
                let decision = policy.decide(user(.viewer), action, on: grants, in: directory)
                #expect(decision.isAllowed == isAllowed)
            }
        }
    }

    @Test func whatIsNotDoneToOneSourceIsNeverGranted() throws {
        let actions = Set(Self.leastLevels.map(\.0))
        for action in Action.allCases where !actions.contains(action) {
            let grants = SourceGrants(accounts: [7: .admin])
            #expect(!policy.allows(user(.admin), action, on: grants, in: try directory()))
            #expect(!policy.decide(user(.admin), action, on: grants, in: try directory()).isAllowed)
        }
    }

    @Test func theStandardIsGrafanas() throws {
        for (role, level) in [(Role.none, SourceLevel?.none), (.viewer, .query), (.editor, .query), (.admin, .admin)] {
            #expect(policy.level(of: user(role), on: .standard, in: try directory(role)) == level)
            #expect(
                policy.level(of: user(role), on: .denied, in: try directory(role)) == (role == .admin ? .admin : nil))
        }
    }

    @Test func aRoleHasItsOwnLevelOnly() throws {
        let grants = SourceGrants(roles: RoleLevels(viewer: .edit))
        #expect(policy.level(of: user(.viewer), on: grants, in: try directory()) == .edit)
        #expect(policy.level(of: user(.editor), on: grants, in: try directory(.editor)) == nil)
        var none = SourceGrants()
        none[.role(.none)] = .admin
        #expect(none == SourceGrants())
    }

    @Test func theStrongestGrantCounts() throws {
        let directory = try directory(teams: [team(3, [1, 7, 20]), team(4, [1, 20])])
        var grants = SourceGrants(roles: RoleLevels(viewer: .query), accounts: [7: .edit], teams: [3: .admin])
        #expect(policy.level(of: user(.viewer), on: grants, in: directory) == .admin)
        grants.teams = [4: .admin]
        #expect(policy.level(of: user(.viewer), on: grants, in: directory) == .edit)
        grants.accounts = [8: .admin]
        #expect(policy.level(of: user(.viewer), on: grants, in: directory) == .query)
        #expect(policy.level(of: user(.viewer, id: 8), on: grants, in: directory) == .admin)
    }

    @Test func onlyAccountsHaveGrantsOfTheirOwn() throws {
        let grants = SourceGrants(accounts: [9: .edit])
        let directory = try directory(teams: [team(3, [9])])
        for (subject, level) in [
            (Identity.Subject.serviceAccount(9), SourceLevel?.some(.edit)), (.apiKey(9), nil), (.token(9), nil),
        ] {
            let identity = Identity(subject: subject, login: "x", orgID: 1, role: .viewer)
            #expect(policy.level(of: identity, on: grants, in: directory) == level)
        }
        let machine = Identity.serverOperator(orgID: 1)
        #expect(policy.level(of: machine, on: .denied, in: directory) == .admin)
    }

    @Test func memberWithoutRoleHasWhatIsGrantedAndAnOutsiderNothing() throws {
        let grants = SourceGrants(accounts: [7: .query])
        #expect(policy.level(of: user(.none), on: grants, in: try directory(.none)) == .query)
        let outside = AccessDirectory(users: [
            try makeUser(id: 7, login: "ann", memberships: [Membership(orgID: 2, role: .admin)])
        ])
        #expect(policy.level(of: user(.none), on: grants, in: outside) == nil)
        #expect(policy.level(of: user(.none), on: grants, in: AccessDirectory()) == nil)
    }

    @Test func everyMemberOfATeamIsFound() {
        let members = (1...33).map { Int64($0 * 2) }
        for count in 0...members.count {
            let team = team(1, Array(members.prefix(count)))
            for id in Int64(0)...70 {
                let isThere = members.prefix(count).contains(id)
                #expect(team.holds(id) == isThere && (team.member(id)?.userID == id) == isThere)
            }
        }
    }

    @Test func theDecidingRuleIsNamed() throws {
        let directory = try directory(teams: [team(3, [7])])
        func reason(_ action: Action, _ role: Role, _ grants: SourceGrants) -> String {
            switch policy.decide(user(role), action, on: grants, in: directory) {
            case .allow(let text): "yes: \(text)"
            case .deny(let text): "no: \(text)"
            }
        }
        #expect(reason(.datasourcesQuery, .viewer, .standard) == "yes: the role Viewer has the permission Query")
        #expect(
            reason(.datasourcesWrite, .viewer, .standard)
                == "no: datasources:write needs the permission Edit; the role Viewer has the permission Query")
        #expect(reason(.datasourcesQuery, .viewer, .denied) == "no: nothing grants you the data source")
        #expect(
            reason(.datasourcesWrite, .viewer, SourceGrants(accounts: [7: .edit]))
                == "yes: you have the permission Edit")
        #expect(
            reason(.datasourcesQuery, .viewer, SourceGrants(teams: [3: .admin]))
                == "yes: your team Blue has the permission Admin")
        #expect(
            reason(.datasourcesDelete, .admin, .denied)
                == "yes: the role Admin may do everything to every data source of its organization")
    }

    @Test func grafanasWordsAreRead() {
        #expect(SourceLevel.allCases.map(\.name) == ["Query", "Edit", "Admin"])
        for level in SourceLevel.allCases { #expect(SourceLevel(name: level.name) == level) }
        for name in ["", "query", "Read", "None", "Admin "] { #expect(SourceLevel(name: name) == nil) }
    }
}
