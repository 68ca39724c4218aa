internal import Access
internal import Web

/// The endpoints by which the server's admins read and name users (`/api/users`).
struct UserController: Sendable {
    let users: UserService
    let encoder: UserEncoder

    func list(_ context: ControlContext) throws(ControlError) -> WebResponse {
        encoder.list(Page(of: context.request).cut(try found(context)))
    }

    func search(_ context: ControlContext) throws(ControlError) -> WebResponse {
        let found = try found(context)
        let page = Page(of: context.request)
        return encoder.page(page.cut(found), total: found.count, page)
    }

    func lookup(_ context: ControlContext) throws(ControlError) -> WebResponse {
        let login = context.request.queryParameter("loginOrEmail") ?? ""
        do { return encoder.single(try users.find(login: login, by: context.identity)) } catch {
            throw .people(error, .user)
        }
    }

    func read(_ context: ControlContext) throws(ControlError) -> WebResponse {
        let id = try Self.id(context)
        do { return encoder.single(try users.find(id: id, by: context.identity)) } catch { throw .people(error, .user) }
    }

    func update(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let id = try Self.id(context)
        do { _ = try users.find(id: id, by: context.identity) } catch { throw .people(error, .user) }
        let body = try context.body()
        let profile: UserProfile
        do { profile = try body.profile() } catch { throw .body(error) }
        do {
            try await users.change(id: id, .profile(profile), by: context.identity)
            return .done("User updated")
        } catch {
            throw .people(error, .user)
        }
    }

    func organizations(_ context: ControlContext) throws(ControlError) -> WebResponse {
        let id = try Self.id(context)
        do { return OrganizationEncoder.places(try users.organizations(of: id, by: context.identity)) } catch {
            throw .people(error, .user)
        }
    }

    func teams(_ context: ControlContext) throws(ControlError) -> WebResponse {
        let id = try Self.id(context)
        do { return TeamEncoder.list(try users.teams(of: id, by: context.identity)) } catch {
            throw .people(error, .user)
        }
    }

    func useOrganization(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let (id, orgID) = (try Self.id(context), try context.id("org"))
        do {
            try await users.change(id: id, .currentOrganization(orgID), by: context.identity)
            return .done("Active organization changed")
        } catch {
            throw .people(error, .user)
        }
    }

    private func found(_ context: ControlContext) throws(ControlError) -> [UserRecord] {
        let text = context.request.queryParameter("query") ?? ""
        do { return try users.search(text, by: context.identity) } catch { throw .people(error, .user) }
    }

    /// An id that is no number is a user that is not there.
    private static func id(_ context: ControlContext) throws(ControlError) -> Int64 {
        guard let id = Int64(context.request.parameter("user")) else { throw .people(.notFound, .newMember) }
        return id
    }
}
