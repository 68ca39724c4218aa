import Access
import Bytes
import Crypto
import Testing

/// A cheap password hash, so that tests do not wait.
func makeHash(_ password: String) throws -> PasswordHash {
    let cost = try #require(ScryptCost(logN: 4, blockSize: 8, parallelism: 1))
    return try PasswordHash.make(password: password.utf8.span, cost: cost)
}

func makeUser(
    id: Int64 = 1, login: String = "admin", password: String = "secret", role: Role = .admin, isDisabled: Bool = false
) throws -> UserRecord {
    UserRecord(
        id: id, login: login, email: "", name: "", passwordHash: try makeHash(password), orgID: 1, role: role,
        isServerAdmin: false, isDisabled: isDisabled)
}

func makeToken(
    _ text: String, id: Int64 = 1, orgID: Int64 = 1, role: Role = .viewer, expiresAt: Int64? = nil
) -> TokenRecord {
    TokenRecord(
        id: id, orgID: orgID, name: "token", role: role, shape: .serviceAccount, digest: SHA256.digest(text.utf8.span),
        createdAt: 0, expiresAt: expiresAt)
}

func basic(_ pair: String) -> String { "Basic " + Base64.encode(pair.utf8.span) }

/// What an admission comes to, comparable.
enum Outcome: Equatable {
    case admitted(Identity)
    case needsPassword(login: String)
    case refused(AccessRefusal)

    init(_ admission: Admission) {
        self =
            switch admission {
            case .admitted(let identity): .admitted(identity)
            case .needsPassword(let credential): .needsPassword(login: credential.login)
            case .refused(let refusal): .refused(refusal)
            }
    }
}
