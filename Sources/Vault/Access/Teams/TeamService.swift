/// Reads and changes of the teams of the asking identity's organisation.
public struct TeamService: Sendable {
    private let context: AccessContext

    public init(_ context: AccessContext) { self.context = context }

    /// Asked before a body is read.
    public func authorise(_ action: Action, by identity: Identity) throws(AccessError) {
        try context.authorise(action, identity)
    }

    public func find(_ reference: TeamReference, by identity: Identity) throws(AccessError) -> TeamRecord {
        try context.authorise(.teamsRead, identity)
        return try existing(reference, identity)
    }

    /// In the order of names. `name`: exactly that one, whatever its case; `text`: a piece of it.
    public func search(_ text: String, name: String?, by identity: Identity) throws(AccessError) -> [TeamRecord] {
        try context.authorise(.teamsRead, identity)
        let (piece, whole) = (FoldedName.text(of: text), name.map(FoldedName.text))
        return context.directory().teams(orgID: identity.orgID).filter { team in
            let folded = FoldedName.text(of: team.name)
            return (piece.isEmpty || folded.contains(piece)) && (whole == nil || whole == folded)
        }
    }

    /// A user who makes a team is its first admin.
    public func create(name: String, email: String, by identity: Identity) async throws(AccessError) -> TeamRecord {
        try context.authorise(.teamsCreate, identity)
        try NameRules.checkUnique(name, field: "name")
        try NameRules.checkText(email, field: "email")
        let maker = identity.userID.map { TeamMember(userID: $0, uid: PrincipalUID.make(), standing: .admin) }
        let team = TeamRecord(
            id: 0, uid: PrincipalUID.make(), orgID: identity.orgID, name: name, email: email,
            members: maker.map { [$0] } ?? [])
        return try await context.write { (store) throws(StoreError) in try await store.insert(team) }
    }

    public func update(
        _ reference: TeamReference, name: String, email: String, by identity: Identity
    ) async throws(AccessError) {
        try context.authorise(.teamsWrite, identity)
        try NameRules.checkUnique(name, field: "name")
        try NameRules.checkText(email, field: "email")
        var team = try existing(reference, identity)
        team.name = name
        team.email = email
        try await context.write { [team] (store) throws(StoreError) in try await store.update(team) }
    }

    public func delete(_ reference: TeamReference, by identity: Identity) async throws(AccessError) {
        try context.authorise(.teamsDelete, identity)
        let team = try existing(reference, identity)
        try await context.write { (store) throws(StoreError) in
            try await store.delete(teamID: team.id, orgID: team.orgID)
        }
    }

    // MARK: Members

    /// Members with their accounts, in the order of user ids.
    public func members(
        of reference: TeamReference, by identity: Identity
    ) throws(AccessError) -> (team: TeamRecord, members: [(member: TeamMember, user: UserRecord)]) {
        try context.authorise(.teamsPermissionsRead, identity)
        let team = try existing(reference, identity)
        let directory = context.directory()
        return (team, team.members.compactMap { member in directory.user(id: member.userID).map { (member, $0) } })
    }

    public func addMember(
        userID: Int64, to reference: TeamReference, by identity: Identity
    ) async throws(AccessError) {
        try context.authorise(.teamsPermissionsWrite, identity)
        let team = try existing(reference, identity)
        guard team.member(userID) == nil else { throw .refused(.alreadyMember) }
        try await put(TeamMember(userID: userID, uid: PrincipalUID.make(), standing: .member), in: team)
    }

    public func changeMember(
        userID: Int64, _ standing: TeamMember.Standing, of reference: TeamReference, by identity: Identity
    ) async throws(AccessError) {
        try context.authorise(.teamsPermissionsWrite, identity)
        let team = try existing(reference, identity)
        guard let member = team.member(userID) else { throw .notFound }
        try await put(TeamMember(userID: userID, uid: member.uid, standing: standing), in: team)
    }

    public func removeMember(
        userID: Int64, from reference: TeamReference, by identity: Identity
    ) async throws(AccessError) {
        try context.authorise(.teamsPermissionsWrite, identity)
        let team = try existing(reference, identity)
        try await context.write { (store) throws(StoreError) in
            try await store.removeMember(userID: userID, teamID: team.id, orgID: team.orgID)
        }
    }

    // MARK: Steps

    private func put(_ member: TeamMember, in team: TeamRecord) async throws(AccessError) {
        try await context.write { (store) throws(StoreError) in
            try await store.put(member, teamID: team.id, orgID: team.orgID)
        }
    }

    private func existing(_ reference: TeamReference, _ identity: Identity) throws(AccessError) -> TeamRecord {
        let directory = context.directory()
        let team =
            switch reference {
            case .id(let id): directory.team(id: id)
            case .uid(let uid): directory.teams(orgID: identity.orgID).first { $0.uid == uid }
            }
        guard let team, team.orgID == identity.orgID else { throw .notFound }
        return team
    }
}
