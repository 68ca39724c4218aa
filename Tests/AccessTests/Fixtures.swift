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
    id: Int64 = 1, login: String = "admin", password: String = "secret", role: Role = .admin, isDisabled: Bool = false,
    email: String = "", memberships: [Membership]? = nil
) throws -> UserRecord {
    UserRecord(
        id: id, uid: "u\(id)", login: login, email: email, name: "", passwordHash: try makeHash(password), orgID: 1,
        memberships: memberships ?? [Membership(orgID: 1, role: role)], isServerAdmin: false, isDisabled: isDisabled,
        createdAt: 0, updatedAt: 0)
}

func makeAccount(id: Int64 = 5, role: Role = .viewer, isDisabled: Bool = false) -> ServiceAccountRecord {
    ServiceAccountRecord(
        id: id, uid: "s\(id)", orgID: 1, name: "robot", login: "sa-1-robot", role: role, isDisabled: isDisabled,
        createdAt: 0, updatedAt: 0)
}

func makeToken(
    _ text: String, id: Int64 = 1, orgID: Int64 = 1, role: Role = .viewer, expiresAt: Int64? = nil,
    serviceAccountID: Int64? = nil
) -> TokenRecord {
    TokenRecord(
        id: id, orgID: orgID, name: "token", role: role, shape: .serviceAccount, digest: SHA256.digest(text.utf8.span),
        createdAt: 0, expiresAt: expiresAt, serviceAccountID: serviceAccountID)
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
