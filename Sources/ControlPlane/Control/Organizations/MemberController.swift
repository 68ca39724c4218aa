internal import Access
internal import Web

/// The endpoints of memberships: of the caller's own organisation (`/api/org/users`) and of any (`/api/orgs/:org/users`).
struct MemberController: Sendable {
    let members: MembershipService
    let users: UserEncoder

    // MARK: The caller's own

    func listCurrent(_ context: ControlContext) throws(ControlError) -> WebResponse {
        try list(of: context.identity.orgID, context)
    }

    func searchCurrent(_ context: ControlContext) throws(ControlError) -> WebResponse {
        try search(of: context.identity.orgID, context)
    }

    func lookupCurrent(_ context: ControlContext) throws(ControlError) -> WebResponse {
        users.briefs(try found(of: context.identity.orgID, context))
    }

    func addCurrent(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await add(to: context.identity.orgID, context)
    }

    func changeCurrent(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await change(in: context.identity.orgID, context)
    }

    func removeCurrent(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await remove(from: context.identity.orgID, context)
    }

    // MARK: Any

    func list(_ context: ControlContext) throws(ControlError) -> WebResponse {
        try list(of: try context.id("org"), context)
    }

    func search(_ context: ControlContext) throws(ControlError) -> WebResponse {
        try search(of: try context.id("org"), context)
    }

    func add(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await add(to: try context.id("org"), context)
    }

    func change(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await change(in: try context.id("org"), context)
    }

    func remove(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await remove(from: try context.id("org"), context)
    }

    // MARK: Steps

    private func list(of orgID: Int64, _ context: ControlContext) throws(ControlError) -> WebResponse {
        users.members(try found(of: orgID, context), of: orgID)
    }

    private func search(of orgID: Int64, _ context: ControlContext) throws(ControlError) -> WebResponse {
        let found = try found(of: orgID, context)
        let page = Page(of: context.request)
        return users.memberPage(page.cut(found), of: orgID, total: found.count, page)
    }

    private func found(of orgID: Int64, _ context: ControlContext) throws(ControlError) -> [UserRecord] {
        let text = context.request.queryParameter("query") ?? ""
        do { return try members.members(text, of: orgID, by: context.identity) } catch {
            throw .people(error, .member)
        }
    }

    private func add(to orgID: Int64, _ context: ControlContext) async throws(ControlError) -> WebResponse {
        do { try members.authoriseAdding(to: orgID, by: context.identity) } catch { throw .people(error, .member) }
        let (login, role) = try Self.newcomer(context)
        do {
            let user = try await members.add(login, role: role, to: orgID, by: context.identity)
            return .object { json in
                json.field("message", "User added to organization")
                json.field("userId", user.id)
            }
        } catch .refused(.alreadyMember) {
            throw .alreadyMember(userID: members.member(login, of: orgID)?.id ?? 0)
        } catch {
            throw .people(error, .newMember)
        }
    }

    private func change(in orgID: Int64, _ context: ControlContext) async throws(ControlError) -> WebResponse {
        do { try members.authoriseChanging(in: orgID, by: context.identity) } catch { throw .people(error, .member) }
        let userID = try context.id("user")
        let body = try context.body()
        let role: Role
        do { role = try body.requiredRole() } catch { throw .body(error) }
        do {
            try await members.change(userID: userID, role: role, in: orgID, by: context.identity)
            return .done("Organization user updated")
        } catch {
            throw .people(error, .member)
        }
    }

    private func remove(from orgID: Int64, _ context: ControlContext) async throws(ControlError) -> WebResponse {
        let userID = try context.id("user")
        do {
            try await members.remove(userID: userID, from: orgID, by: context.identity)
            return .done("User removed from organization")
        } catch {
            throw .people(error, .memberRemoval)
        }
    }

    private static func newcomer(_ context: ControlContext) throws(ControlError) -> (login: String, role: Role) {
        let body = try context.body()
        do { return (try body.requiredString("loginOrEmail"), try body.requiredRole()) } catch { throw .body(error) }
    }
}
