internal import Access
internal import Crypto
internal import Web

/// The endpoints by which the server's admins make, change and remove accounts (`/api/admin/users`).
struct AdminUserController: Sendable {
    let users: UserService
    let hashing: PasswordHashing

    func create(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        do { try users.authoriseCreate(by: context.identity) } catch { throw .people(error, .user) }
        let (profile, password, orgID) = try Self.newUser(context)
        guard !profile.login.isEmpty else { throw .namelessUser }
        let hash = try await hashing.hash(password)
        do {
            let made = try await users.create(profile, passwordHash: hash, orgID: orgID, by: context.identity)
            return .object { json in
                json.field("id", made.id)
                json.field("uid", made.uid)
                json.field("message", "User created")
            }
        } catch {
            throw .people(error, .newUser(profile))
        }
    }

    func setPassword(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let id = try context.id("user")
        do { try users.authorisePassword(of: id, by: context.identity) } catch { throw .people(error, .user) }
        let body = try context.body()
        let password: SecretBytes
        do { password = try body.requiredSecret("password") } catch { throw .body(error) }
        let hash = try await hashing.hash(password)
        return try await change(id, .password(hash), "User password updated", context)
    }

    func setPermissions(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let id = try context.id("user")
        do { try users.authoriseCreate(by: context.identity) } catch { throw .people(error, .user) }
        let body = try context.body()
        let isAdmin: Bool
        do { isAdmin = try body.bool("isGrafanaAdmin") ?? false } catch { throw .body(error) }
        return try await change(id, .serverAdmin(isAdmin), "User permissions updated", context)
    }

    func disable(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await change(try context.id("user"), .disabled(true), "User disabled", context)
    }

    func enable(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await change(try context.id("user"), .disabled(false), "User enabled", context)
    }

    func delete(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let id = try context.id("user")
        do {
            try await users.delete(id: id, by: context.identity)
            return .done("User deleted")
        } catch {
            throw .people(error, .user)
        }
    }

    private func change(
        _ id: Int64, _ change: UserChange, _ message: String, _ context: ControlContext
    ) async throws(ControlError) -> WebResponse {
        do {
            try await users.change(id: id, change, by: context.identity)
            return .done(message)
        } catch {
            throw .people(error, .user)
        }
    }

    private static func newUser(
        _ context: ControlContext
    ) throws(ControlError) -> (profile: UserProfile, password: SecretBytes, orgID: Int64?) {
        let body = try context.body()
        do {
            let orgID = try body.looseInteger("orgId")
            let password = try body.secret("password") ?? SecretBytes(copying: [UInt8]().span)
            return (try body.profile(), password, orgID == 0 ? nil : orgID)
        } catch {
            throw .body(error)
        }
    }
}
