import Access
import Testing

@Suite struct PolicyTests {
    private static let table: [(Action, Set<Role>)] = [
        (.datasourcesRead, [.viewer, .editor, .admin]),
        (.datasourcesQuery, [.viewer, .editor, .admin]),
        (.datasourcesIDRead, [.viewer, .editor, .admin]),
        (.datasourcesCreate, [.admin]),
        (.datasourcesWrite, [.admin]),
        (.datasourcesDelete, [.admin]),
        (.datasourcesPermissionsRead, [.admin]),
        (.datasourcesPermissionsWrite, [.admin]),
        (.apiKeysRead, [.admin]),
        (.apiKeysCreate, [.admin]),
        (.apiKeysDelete, [.admin]),
        (.alertInstancesExternalRead, [.viewer, .editor, .admin]),
        (.alertNotificationsExternalRead, [.viewer, .editor, .admin]),
        (.alertRulesExternalRead, [.viewer, .editor, .admin]),
        (.alertInstancesExternalWrite, [.editor, .admin]),
        (.alertNotificationsExternalWrite, [.editor, .admin]),
        (.alertRulesExternalWrite, [.editor, .admin]),
        (.orgsRead, [.viewer, .editor, .admin]),
        (.orgsWrite, [.admin]), (.orgsPreferencesRead, [.admin]), (.orgsPreferencesWrite, [.admin]),
        (.orgUsersRead, [.admin]), (.orgUsersAdd, [.admin]), (.orgUsersWrite, [.admin]), (.orgUsersRemove, [.admin]),
        (.teamsRead, [.admin]), (.teamsCreate, [.admin]), (.teamsWrite, [.admin]), (.teamsDelete, [.admin]),
        (.teamsPermissionsRead, [.admin]), (.teamsPermissionsWrite, [.admin]),
        (.serviceAccountsRead, [.admin]), (.serviceAccountsCreate, [.admin]), (.serviceAccountsWrite, [.admin]),
        (.serviceAccountsDelete, [.admin]),
        (.orgsCreate, []), (.orgsDelete, []), (.usersRead, []), (.usersCreate, []), (.usersWrite, []),
        (.usersDelete, []), (.usersEnable, []), (.usersDisable, []), (.usersPasswordWrite, []),
        (.usersPermissionsWrite, []), (.settingsRead, []), (.serverStatsRead, []),
    ]

    @Test func rolesMayWhatTheTableSays() {
        #expect(Self.table.count == Action.allCases.count)
        for (action, allowed) in Self.table {
            for role in Role.allCases {
                for isServerAdmin in [true, false] {
                    let identity = Identity(
                        subject: .user(1), login: "x", orgID: 1, role: role, isServerAdmin: isServerAdmin)
                    let decision = Policy().decide(identity, Permission(action))
                    #expect(decision.isAllowed == allowed.contains(role), "\(action) as \(role)")
                }
            }
        }
    }

    @Test func theServerIsForItsAdmins() {
        for action in Action.allCases {
            for role in Role.allCases {
                let admin = Identity(subject: .user(1), login: "x", orgID: 1, role: role, isServerAdmin: true)
                let other = Identity(subject: .user(1), login: "x", orgID: 1, role: role)
                #expect(Policy().decide(admin, Permission(action, on: .server)).isAllowed)
                #expect(!Policy().decide(other, Permission(action, on: .server)).isAllowed)
            }
        }
    }

    @Test func rolesAreOrdered() {
        #expect(Role.allCases.sorted() == [.none, .viewer, .editor, .admin])
    }
}
