import Access
import Crypto
import Testing

@Suite struct AccessDirectoryTests {
    @Test("A-019: a revoked token is gone from the next directory and stays in the old one")
    func revokedTokenIsGone() {
        let token = makeToken("a", id: 7)
        let before = AccessDirectory(tokens: [token, makeToken("b", id: 8)])
        let after = before.applying([.tokenDeleted(id: 7), .tokenDeleted(id: 99)])
        #expect(before.token(token.digest) == token)
        #expect(after.token(token.digest) == nil)
        #expect(after.tokenCount == 1)
    }

    @Test func changedTokenReplacesItsOldDigest() {
        let directory = AccessDirectory(tokens: [makeToken("a")]).applying([.token(makeToken("b"))])
        #expect(directory.token(makeToken("a").digest) == nil)
        #expect(directory.token(makeToken("b").digest) != nil)
        #expect(directory.tokenCount == 1)
    }

    @Test func renamedUserLeavesNoOldLogin() throws {
        let directory = AccessDirectory(users: [try makeUser()]).applying([.user(try makeUser(login: "root"))])
        #expect(directory.user(login: "admin") == nil)
        #expect(directory.user(login: "root")?.id == 1)
        #expect(directory.user(id: 1)?.login == "root")
        #expect(directory.userCount == 1)
    }

    @Test func loginsAreFoundInAnyCaseAndForm() throws {
        let directory = AccessDirectory(users: [try makeUser(login: "Ren\u{E9}", email: "R@Example.test")])
        for name in ["ren\u{E9}", "rene\u{301}", "REN\u{C9}", "r@example.TEST"] {
            #expect(directory.user(login: name)?.id == 1, "\(name)")
        }
        #expect(directory.user(login: "rene") == nil)
    }

    @Test func renamedOrganizationLeavesNoOldName() {
        let directory = AccessDirectory(organizations: [OrganizationRecord(id: 1, name: "Main Org.")])
        #expect(directory.organization(name: "MAIN ORG.")?.id == 1)
        let renamed = directory.applying([.organization(OrganizationRecord(id: 1, name: "Other"))])
        #expect(renamed.organization(name: "Main Org.") == nil)
        #expect(renamed.organization(name: "other")?.id == 1)
        #expect(renamed.applying([.organizationDeleted(id: 1)]).organizationCount == 0)
    }

    @Test func lastUseIsWrittenOnceAndOutlivesAChange() {
        let token = makeToken("a", id: 7)
        let directory = AccessDirectory(tokens: [token])
        var authenticator = Authenticator()
        let value = Array("Bearer a".utf8)
        for now: Int64 in [1_000, 1_030, 1_059] {
            _ = authenticator.admit(authorization: value.span, organization: .current, directory: directory, now: now)
        }
        let changed = directory.applying([.token(token)])
        #expect(changed.takeUnwrittenUsage() == [UsageRecord(subject: .token(7), lastSeenAt: 1_000)])
        #expect(changed.takeUnwrittenUsage().isEmpty)
    }

    @Test func snapshotMapAgreesWithADictionary() {
        var map = SnapshotMap<Int, Int>()
        var reference: [Int: Int] = [:]
        var seed: UInt64 = 42
        for _ in 0..<20_000 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let key = Int(seed >> 40) % 3000
            let value: Int? = seed & 4 == 0 ? nil : Int(truncatingIfNeeded: seed)
            map[key] = value
            reference[key] = value
        }
        #expect(map.count == reference.count)
        #expect(Set(map.values) == Set(reference.values))
        for key in 0..<3000 { #expect(map[key] == reference[key]) }
    }
}
