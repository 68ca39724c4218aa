internal import Access
internal import Web

/// The endpoints of teams; `:team` is an id or a uid.
struct TeamController: Sendable {
    let teams: TeamService

    func create(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try admit(to: .teamsCreate, context)
        let (name, email) = try Self.names(context)
        do {
            let made = try await teams.create(name: name, email: email, by: context.identity)
            return .object { json in
                json.field("message", "Team created")
                json.field("teamId", made.id)
                json.field("uid", made.uid)
            }
        } catch {
            throw .people(error, .team)
        }
    }

    func search(_ context: ControlContext) throws(ControlError) -> WebResponse {
        let name = context.request.queryParameter("name").flatMap { $0.isEmpty ? nil : $0 }
        let found: [TeamRecord]
        do {
            found = try teams.search(
                context.request.queryParameter("query") ?? "", name: name, by: context.identity)
        } catch {
            throw .people(error, .team)
        }
        let page = Page(of: context.request)
        return TeamEncoder.page(page.cut(found), total: found.count, page)
    }

    func read(_ context: ControlContext) throws(ControlError) -> WebResponse {
        do { return TeamEncoder.single(try teams.find(context.team, by: context.identity)) } catch {
            throw .people(error, .team)
        }
    }

    func update(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try admit(to: .teamsWrite, context)
        let (name, email) = try Self.names(context)
        do {
            try await teams.update(context.team, name: name, email: email, by: context.identity)
            return .done("Team updated")
        } catch {
            throw .people(error, .team)
        }
    }

    func delete(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        do {
            try await teams.delete(context.team, by: context.identity)
            return .done("Team deleted")
        } catch {
            throw .people(error, .team)
        }
    }

    // MARK: Members

    func members(_ context: ControlContext) throws(ControlError) -> WebResponse {
        do {
            let (team, members) = try teams.members(of: context.team, by: context.identity)
            return TeamEncoder.members(team, members)
        } catch {
            throw .people(error, .team)
        }
    }

    func addMember(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try admit(to: .teamsPermissionsWrite, context)
        let body = try context.body()
        let userID: Int64?
        do { userID = try body.looseInteger("userId") } catch { throw .body(error) }
        guard let userID else { throw .body(.missing(field: "userId")) }
        do { _ = try teams.find(context.team, by: context.identity) } catch { throw .people(error, .team) }
        do {
            try await teams.addMember(userID: userID, to: context.team, by: context.identity)
            return .done("Member added to Team")
        } catch {
            throw .people(error, .newTeamMember)
        }
    }

    func changeMember(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try admit(to: .teamsPermissionsWrite, context)
        let userID = try context.id("user")
        let body = try context.body()
        let permission: Int64
        do { permission = try body.integer("permission") ?? 0 } catch { throw .body(error) }
        guard let standing = TeamMember.Standing(rawValue: permission) else {
            throw .body(.wrongType(field: "permission", expected: .standing))
        }
        do {
            try await teams.changeMember(userID: userID, standing, of: context.team, by: context.identity)
            return .done("Team member updated")
        } catch {
            throw .people(error, .teamMember)
        }
    }

    func removeMember(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let userID = try context.id("user")
        do { _ = try teams.find(context.team, by: context.identity) } catch { throw .people(error, .team) }
        do {
            try await teams.removeMember(userID: userID, from: context.team, by: context.identity)
            return .done("Team Member removed")
        } catch {
            throw .people(error, .teamMember)
        }
    }

    /// Before a body is read.
    private func admit(to action: Action, _ context: ControlContext) throws(ControlError) {
        do { try teams.authorise(action, by: context.identity) } catch { throw .people(error, .team) }
    }

    private static func names(_ context: ControlContext) throws(ControlError) -> (name: String, email: String) {
        let body = try context.body()
        do { return (try body.requiredString("name"), try body.string("email") ?? "") } catch { throw .body(error) }
    }
}
