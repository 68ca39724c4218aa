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

    @Test func equivalentUnicodeFormsAreTwoLogins() throws {
        let composed = try makeUser(id: 1, login: "ren\u{E9}")
        let decomposed = try makeUser(id: 2, login: "rene\u{301}")
        let directory = AccessDirectory(users: [composed, decomposed])
        #expect(directory.userCount == 2)
        #expect(directory.user(login: "ren\u{E9}")?.id == 1)
        #expect(directory.user(login: "rene\u{301}")?.id == 2)
        #expect(directory.user(login: "Ren\u{E9}") == nil)
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
