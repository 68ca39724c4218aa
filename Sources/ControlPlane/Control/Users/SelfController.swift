internal import Access
internal import Crypto
internal import Downstream
internal import Web

/// The endpoints of the caller's own account (`/api/user`).
struct SelfController: Sendable {
    let own: SelfService
    let hashing: PasswordHashing
    let encoder: UserEncoder
    let throttle: LoginThrottle
    /// Unix seconds.
    let now: @Sendable () -> Int64

    func read(_ context: ControlContext) throws(ControlError) -> WebResponse {
        guard context.identity.userID != nil else { return encoder.stranger(context.identity) }
        do { return encoder.single(try own.user(context.identity)) } catch { throw .people(error, .user) }
    }

    func update(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let body = try context.body()
        let profile: UserProfile
        do { profile = try body.profile() } catch { throw .body(error) }
        do {
            try await own.update(profile, of: context.identity)
            return .done("User updated")
        } catch {
            throw .people(error, .user)
        }
    }

    /// The old password counts as a guess like any other.
    func setPassword(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let user: UserRecord
        do { user = try own.user(context.identity) } catch { throw .people(error, .user) }
        let (old, new) = try Self.passwords(context)
        let address = context.request.request.remoteAddress
        guard let turn = throttle.begin(user.login, from: address, now: now()) else {
            throw .people(.wrongPassword, .user)
        }
        let isRight = await hashing.matches(old, user.passwordHash, turn)
        throttle.end(turn, user.login, from: address, isRight: isRight, now: now())
        guard isRight else { throw .people(.wrongPassword, .user) }
        let hash = try await hashing.hash(new)
        do {
            try await own.setPassword(hash, of: context.identity)
            return .done("User password changed")
        } catch {
            throw .people(error, .user)
        }
    }

    func organizations(_ context: ControlContext) throws(ControlError) -> WebResponse {
        do { return OrganizationEncoder.places(try own.organizations(of: context.identity)) } catch {
            throw .people(error, .user)
        }
    }

    func teams(_ context: ControlContext) throws(ControlError) -> WebResponse {
        do { return TeamEncoder.list(try own.teams(of: context.identity)) } catch { throw .people(error, .user) }
    }

    func useOrganization(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let orgID = try context.id("org")
        do {
            try await own.use(orgID: orgID, by: context.identity)
            return .done("Active organization changed")
        } catch {
            throw .people(error, .user)
        }
    }

    /// Whoever gets here is logged in.
    func ping(_ context: ControlContext) throws(ControlError) -> WebResponse { .done("Logged in") }

    private static func passwords(
        _ context: ControlContext
    ) throws(ControlError) -> (old: SecretBytes, new: SecretBytes) {
        let body = try context.body()
        do {
            return (try body.requiredSecret("oldPassword"), try body.requiredSecret("newPassword"))
        } catch {
            throw .body(error)
        }
    }
}
