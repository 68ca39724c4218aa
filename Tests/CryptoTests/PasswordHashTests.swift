import Bytes
import Crypto
import Testing

@Suite struct PasswordHashTests {
    /// Computed by another implementation (Python's hashlib).
    private static let stored =
        "$scrypt$ln=10,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$Nxmt0fY0gN44HFA+Ph3jSKJtg3xAbOq7R63Cn1yQ9Ck"

    private func cheap() throws -> ScryptCost { try #require(ScryptCost(logN: 4, blockSize: 8, parallelism: 1)) }

    @Test func storedTextMatchesItsPasswordOnly() throws {
        let hash = try #require(PasswordHash(text: Self.stored))
        #expect(hash.matches("letmein"))
        #expect(!hash.matches("letmeim"))
        #expect(!hash.matches(""))
        #expect(hash.text == Self.stored)
        #expect(hash.cost == ScryptCost(logN: 10, blockSize: 8, parallelism: 1))
    }

    @Test func twoHashesOfOnePasswordDiffer() throws {
        let password = Array("pässword".utf8)
        let (first, second) = try (
            PasswordHash.make(password: password.span, cost: cheap()),
            PasswordHash.make(password: password.span, cost: cheap())
        )
        #expect(first != second)
        #expect(first.text.hasPrefix("$scrypt$ln=4,r=8,p=1$"))
        for hash in [first, second] {
            #expect(hash.matches("pässword"))
            #expect(PasswordHash(text: hash.text) == hash)
        }
    }

    @Test(
        "a changed row is refused before it costs memory",
        arguments: [
            "", "$", "$$$$", "scrypt", "$scrypt$$$", "letmein", "$2b$12$abcdefghijklmnopqrstuv", "\0",
            stored + "$", stored + "=", stored + " ", " " + stored, "x" + stored, stored + "\n",
            stored.replacing("scrypt", with: "SCRYPT"), stored.replacing("scrypt", with: "argon2id"),
            stored.replacing("ln=10", with: "ln=010"), stored.replacing("ln=10", with: "ln=+10"),
            stored.replacing("ln=10", with: "ln=-10"), stored.replacing("ln=10", with: "ln=0"),
            stored.replacing("ln=10", with: "ln=21"), stored.replacing("ln=10", with: "ln=20"),
            stored.replacing("ln=10", with: "ln=99999999999999999999"), stored.replacing("ln=10", with: "ln="),
            stored.replacing("ln=10", with: "N=10"), stored.replacing("r=8", with: "r=1000000"),
            stored.replacing("p=1$", with: "p=0$"), stored.replacing("p=1$", with: "p=1,x=2$"),
            stored.replacing("ln=10,r=8", with: "r=8,ln=10"), stored.replacing(",p=1", with: ""),
            stored.replacing("ODw$", with: "ODw==$"), stored.replacing("ODw$", with: "ODx$"),
            stored.replacing("AAEC", with: "AA-C"),
            "$scrypt$ln=10,r=8,p=1$AAEC$Nxmt0fY0gN44HFA+Ph3jSKJtg3xAbOq7R63Cn1yQ9Ck",
            "$scrypt$ln=10,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$Nxmt0fY0", "$scrypt$ln=10,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$",
            "$scrypt$ln=10,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$" + String(repeating: "A", count: 400),
        ])
    func malformedTextIsNoHash(_ text: String) {
        #expect(PasswordHash(text: text) == nil)
    }

    @Test func aHashIsNotPrinted() throws {
        let hash = try #require(PasswordHash(text: Self.stored))
        var dumped = ""
        dump(hash, to: &dumped)
        #expect("\(hash)" == "<sealed>")
        #expect(!dumped.contains("Nxmt"))
        #expect(!String(reflecting: hash).contains("Nxmt"))
    }
}

extension PasswordHash {
    fileprivate func matches(_ password: String) -> Bool { matches(password: Array(password.utf8).span) }
}
