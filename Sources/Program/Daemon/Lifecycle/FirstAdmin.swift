internal import Access
internal import Crypto
internal import Store

/// The account that a new installation begins with: `admin`, of organisation 1.
enum FirstAdmin {
    /// 24 characters of 62: 142 random bits, easy to copy.
    private static let passwordCharacters = 24

    /// Makes organisation 1 and, when there is no user yet, its admin; answers the password that was made up for it, if it was.
    static func ensure(in store: any StoreEngine, password given: SecretBytes?) async throws(DaemonError) -> String? {
        do {
            try await store.ensureOrganization(id: 1, name: "Main Org.")
            guard try await store.hasNoUsers() else { return nil }
            let made = given == nil ? randomPassword() : nil
            let password = given ?? SecretBytes(copying: (made ?? "").utf8.span)
            let hash = try hash(of: password)
            return try await store.ensureAdmin(login: "admin", passwordHash: hash) ? made : nil
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

    private static func randomPassword() -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        var password = ""
        while password.count < passwordCharacters {
            for byte in SecureRandom.bytes(passwordCharacters) where byte < 248 && password.count < passwordCharacters {
                // 248 is the largest multiple of 62 in a byte: every character is as likely as any other.
                password.append(alphabet[Int(byte) % alphabet.count])
            }
        }
        return password
    }
}
