import Access
import Bytes
import Crypto
import Testing

@Suite struct AuthenticatorTests {
    private func outcome(
        _ value: String?, _ directory: AccessDirectory, in organization: OrganizationChoice = .current,
        now: Int64 = 100, _ authenticator: inout Authenticator
    ) -> Outcome {
        guard let value else {
            return Outcome(
                authenticator.admit(authorization: nil, organization: organization, directory: directory, now: now))
        }
        let bytes = Array(value.utf8)
        return Outcome(
            authenticator.admit(
                authorization: bytes.span, organization: organization, directory: directory, now: now))
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
                authorization: value.span, organization: .current, directory: AccessDirectory(), now: 0)
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

    @Test("A-009: a user's call is made in the organisation it names, a token's in its own")
    func organizationIsChosenByTheCall() throws {
        let user = try makeUser(memberships: [Membership(orgID: 1, role: .admin), Membership(orgID: 2, role: .viewer)])
        let token = makeToken("glsa_abc", orgID: 2, role: .editor)
        let directory = AccessDirectory(users: [user], tokens: [token])
        var authenticator = Authenticator()
        let credential = BasicCredential(login: "admin", password: SecretBytes(copying: "secret".utf8.span))
        authenticator.remember(credential, user: user, now: 100)
        let value = basic("admin:secret")
        #expect(outcome(value, directory, &authenticator) == .admitted(Identity(user, in: 1)))
        #expect(outcome(value, directory, in: .id(2), &authenticator) == .admitted(Identity(user, in: 2)))
        #expect(outcome(value, directory, in: .id(3), &authenticator) == .admitted(Identity(user, in: 3)))
        #expect(Identity(user, in: 2).role == .viewer)
        #expect(Identity(user, in: 3).role == .none)
        #expect(outcome(value, directory, in: .malformed, &authenticator) == .refused(.malformedOrganization))
        for choice in [OrganizationChoice.current, .id(1), .id(2), .malformed] {
            #expect(outcome("Bearer glsa_abc", directory, in: choice, &authenticator) == .admitted(Identity(token)))
        }
    }

    @Test("A-019: a bound token follows its account on the next call")
    func boundTokenFollowsItsAccount() {
        let account = makeAccount(role: .admin)
        let token = makeToken("glsa_abc", serviceAccountID: 5)
        let directory = AccessDirectory(serviceAccounts: [account], tokens: [token])
        var authenticator = Authenticator()
        #expect(outcome("Bearer glsa_abc", directory, &authenticator) == .admitted(Identity(account)))
        let demoted = directory.applying([.serviceAccount(makeAccount(role: .viewer))])
        #expect(outcome("Bearer glsa_abc", demoted, &authenticator) == .admitted(Identity(makeAccount(role: .viewer))))
        let disabled = directory.applying([.serviceAccount(makeAccount(role: .admin, isDisabled: true))])
        #expect(outcome("Bearer glsa_abc", disabled, &authenticator) == .refused(.unknownToken))
        let deleted = directory.applying([.serviceAccountDeleted(id: 5)])
        #expect(outcome("Bearer glsa_abc", deleted, &authenticator) == .refused(.unknownToken))
        let late = AccessDirectory(tokens: [token]).applying([.serviceAccount(account)])
        #expect(outcome("Bearer glsa_abc", late, &authenticator) == .admitted(Identity(account)))
    }
}
