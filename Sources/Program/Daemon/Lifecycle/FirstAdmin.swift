internal import Access
internal import Crypto
internal import Reactor
internal import Store

/// The account that a new installation begins with: `admin`, of organisation 1.
enum FirstAdmin {
    /// Makes organisation 1 and, when there is no user yet, its admin; answers the password that was made up for it, if it was.
    static func ensure(in store: any StoreEngine, password given: SecretBytes?) async throws(DaemonError) -> String? {
        do {
            try await store.ensureOrganization(id: 1, name: "Main Org.")
            guard try await store.hasNoUsers() else { return nil }
            let made = given == nil ? RandomPassword.make() : nil
            let password = given ?? SecretBytes(copying: (made ?? "").utf8.span)
            let hash = try hash(of: password)
            return try await store.ensureAdmin(
                login: "admin", passwordHash: hash, now: Kernel.linux.unixSeconds) ? made : nil
        } catch let error as StoreError {
            throw .store(error)
        } catch let error as DaemonError {
            throw error
        } catch {
            throw .passwordNotHashed
        }
    }

    private static func hash(of password: SecretBytes) throws(DaemonError) -> PasswordHash {
        do throws(CryptoError) {
            return try password.withSpan { (bytes) throws(CryptoError) in try PasswordHash.make(password: bytes) }
        } catch {
            throw .passwordNotHashed
        }
    }
}
