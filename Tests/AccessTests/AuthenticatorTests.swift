import Access
import Bytes
import Crypto
import Testing

@Suite struct AuthenticatorTests {
    private func outcome(
        _ value: String?, _ directory: AccessDirectory, now: Int64 = 100, _ authenticator: inout Authenticator
    ) -> Outcome {
        guard let value else { return Outcome(authenticator.admit(authorization: nil, directory: directory, now: now)) }
        let bytes = Array(value.utf8)
        return Outcome(authenticator.admit(authorization: bytes.span, directory: directory, now: now))
    }

    @Test func knownTokenIsItsIdentity() {
        let token = makeToken("glsa_abc", role: .editor)
        let directory = AccessDirectory(tokens: [token])
        var authenticator = Authenticator()
        #expect(outcome("Bearer glsa_abc", directory, &authenticator) == .admitted(Identity(token)))
        #expect(outcome(basic("api_key:glsa_abc"), directory, &authenticator) == .admitted(Identity(token)))
        #expect(outcome("Bearer glsa_abcd", directory, &authenticator) == .refused(.unknownToken))
        #expect(outcome(basic("api_key:x"), directory, &authenticator) == .refused(.unknownToken))
    }

    @Test func tokenEndsAtItsExpiry() {
        let directory = AccessDirectory(tokens: [makeToken("t", expiresAt: 100)])
        var authenticator = Authenticator()
        #expect(outcome("Bearer t", directory, now: 100, &authenticator) == .refused(.expiredToken))
        #expect(outcome("Bearer t", directory, now: .max, &authenticator) == .refused(.expiredToken))
        guard case .admitted = outcome("Bearer t", directory, now: 99, &authenticator) else {
            Issue.record("refused before its time")
            return
        }
    }

    @Test("A-024: what is presented and fails is refused, never taken for nothing")
    func presentedButUnusableIsRefused() {
        let directory = AccessDirectory()
        var authenticator = Authenticator()
        #expect(outcome(nil, directory, &authenticator) == .refused(.noCredentials))
        #expect(outcome("", directory, &authenticator) == .refused(.malformedHeader))
        #expect(outcome("bearer t", directory, &authenticator) == .refused(.malformedHeader))
        #expect(outcome("Basic !!!!", directory, &authenticator) == .refused(.malformedHeader))
        #expect(outcome("Basic YQ", directory, &authenticator) == .refused(.malformedHeader))
        #expect(outcome("Basic Og==", directory, &authenticator) == .refused(.wrongPassword))
        #expect(outcome(basic("admin:"), directory, &authenticator) == .refused(.wrongPassword))
        #expect(outcome(basic(":x"), directory, &authenticator) == .refused(.wrongPassword))
    }

    @Test func loginThatIsNotUnicodeIsMalformed() {
        var authenticator = Authenticator()
        let value = "Basic " + Base64.encode([0xFF, 0x3A, 0x61].span)
        #expect(outcome(value, AccessDirectory(), &authenticator) == .refused(.malformedHeader))
    }

    @Test func passwordMayHoldColons() throws {
        var authenticator = Authenticator()
        let value = Array(basic("admin:a:b").utf8)
        guard
            case .needsPassword(let credential) = authenticator.admit(
                authorization: value.span, directory: AccessDirectory(), now: 0)
        else {
            Issue.record("expected a password")
            return
        }
        #expect(credential.login == "admin")
        let isWhole = credential.password.withSpan { $0.equals("a:b") }
        #expect(isWhole)
        #expect("\(credential)" == "<sealed>")
    }

    @Test("A-070: unknown and disabled accounts take a wrong password's way")
    func unknownAndDisabledAccountsDoNotVerify() throws {
        let credential = BasicCredential(login: "admin", password: SecretBytes(copying: "secret".utf8.span))
        let wrong = BasicCredential(login: "admin", password: SecretBytes(copying: "Secret".utf8.span))
        #expect(Authenticator.verify(credential, user: try makeUser()))
        #expect(!Authenticator.verify(wrong, user: try makeUser()))
        #expect(!Authenticator.verify(credential, user: try makeUser(isDisabled: true)))
        #expect(!Authenticator.verify(credential, user: nil))
    }

    @Test func rememberedPairIsAdmittedForAMinute() throws {
        let user = try makeUser()
        let directory = AccessDirectory(users: [user])
        var authenticator = Authenticator()
        let value = basic("admin:secret")
        #expect(outcome(value, directory, now: 0, &authenticator) == .needsPassword(login: "admin"))
        let credential = BasicCredential(login: "admin", password: SecretBytes(copying: "secret".utf8.span))
        authenticator.remember(credential, user: user, now: 0)
        #expect(outcome(value, directory, now: 59, &authenticator) == .admitted(Identity(user)))
        #expect(outcome(value, directory, now: 60, &authenticator) == .needsPassword(login: "admin"))
        #expect(outcome(basic("admin:secreT"), directory, now: 1, &authenticator) == .needsPassword(login: "admin"))
    }

    @Test("A-019: a changed password, a disabled or a deleted account ends what was remembered")
    func rememberedPairEndsWithTheAccount() throws {
        let user = try makeUser()
        let directory = AccessDirectory(users: [user])
        var authenticator = Authenticator()
        let credential = BasicCredential(login: "admin", password: SecretBytes(copying: "secret".utf8.span))
        authenticator.remember(credential, user: user, now: 0)
        let value = basic("admin:secret")
        let changed = directory.applying([.user(try makeUser(password: "other"))])
        #expect(outcome(value, changed, now: 1, &authenticator) == .needsPassword(login: "admin"))
        let disabled = UserRecord(
            id: 1, login: "admin", email: "", name: "", passwordHash: user.passwordHash, orgID: 1, role: .admin,
            isServerAdmin: false, isDisabled: true)
        #expect(
            outcome(value, directory.applying([.user(disabled)]), now: 1, &authenticator)
                == .needsPassword(login: "admin"))
        let deleted = directory.applying([.userDeleted(id: 1)])
        #expect(outcome(value, deleted, now: 1, &authenticator) == .needsPassword(login: "admin"))
        #expect(outcome(value, directory, now: 1, &authenticator) == .admitted(Identity(user)))
    }

    @Test func rememberedPairsAreBounded() throws {
        let user = try makeUser()
        let directory = AccessDirectory(users: [user])
        var authenticator = Authenticator()
        for number in 0..<1100 {
            let password = SecretBytes(copying: "p\(number)".utf8.span)
            authenticator.remember(BasicCredential(login: "admin", password: password), user: user, now: 0)
        }
        #expect(outcome(basic("admin:p75"), directory, now: 1, &authenticator) == .needsPassword(login: "admin"))
        #expect(outcome(basic("admin:p76"), directory, now: 1, &authenticator) == .admitted(Identity(user)))
        #expect(outcome(basic("admin:p1099"), directory, now: 1, &authenticator) == .admitted(Identity(user)))
    }
}
