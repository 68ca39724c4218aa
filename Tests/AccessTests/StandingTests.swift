import Access
import Bytes
import Crypto
import Testing

/// What somebody was let in by, asked again when the directory has changed.
@Suite struct StandingTests {
    private static func standing(_ value: String, in directory: AccessDirectory) throws -> Standing {
        var authenticator = Authenticator()
        let bytes = Array(value.utf8)
        if value.hasPrefix("Basic "), let user = directory.user(login: "admin") {
            let credential = BasicCredential(
                login: "admin", password: SecretBytes(copying: Array("secret".utf8).span))
            authenticator.remember(credential, user: user, now: 100)
        }
        let admission = authenticator.admit(
            authorization: bytes.span, organization: .current, directory: directory, now: 100)
        guard case .admitted(let identity) = admission else { throw AccessError.notFound }
        let standing = authenticator.standing(of: bytes.span, as: identity, directory: directory)
        return try #require(standing)
    }

    @Test("a token stands as long as it is there, valid and of its role", arguments: ["Bearer t", basic("api_key:t")])
    func tokensStandWhileTheyAreThere(_ value: String) throws {
        let directory = AccessDirectory(tokens: [makeToken("t"), makeToken("other", id: 2)])
        let standing = try Self.standing(value, in: directory)
        #expect(standing.holds(in: directory.applying([.tokenDeleted(id: 2)]), now: 100))
        #expect(!standing.holds(in: directory.applying([.tokenDeleted(id: 1)]), now: 100))
        #expect(!standing.holds(in: directory.applying([.token(makeToken("t", role: .editor))]), now: 100))
        let expiring = directory.applying([.token(makeToken("t", expiresAt: 200))])
        #expect(standing.holds(in: expiring, now: 199) && !standing.holds(in: expiring, now: 200))
        #expect(standing.expiry(in: directory) == nil && standing.expiry(in: expiring) == 200)
    }

    @Test func aTokenStandsOnItsAccount() throws {
        let token = makeToken("t", serviceAccountID: 5)
        let directory = AccessDirectory(serviceAccounts: [makeAccount()], tokens: [token])
        let standing = try Self.standing("Bearer t", in: directory)
        #expect(standing.holds(in: directory, now: 100))
        #expect(!standing.holds(in: directory.applying([.serviceAccount(makeAccount(isDisabled: true))]), now: 100))
        #expect(!standing.holds(in: directory.applying([.serviceAccount(makeAccount(role: .admin))]), now: 100))
        #expect(!standing.holds(in: directory.applying([.serviceAccountDeleted(id: 5)]), now: 100))
    }

    @Test func aPasswordStandsUntilItIsAnother() throws {
        let user = try makeUser()
        let directory = AccessDirectory(users: [user])
        let standing = try Self.standing(basic("admin:secret"), in: directory)
        #expect(standing.holds(in: directory, now: 100))
        let changes = [
            try makeUser(password: "another"), try makeUser(role: .viewer), try makeUser(isDisabled: true),
            try makeUser(memberships: []),
        ]
        for change in changes { #expect(!standing.holds(in: directory.applying([.user(change)]), now: 100)) }
        #expect(!standing.holds(in: directory.applying([.userDeleted(id: 1)]), now: 100))
    }
}
