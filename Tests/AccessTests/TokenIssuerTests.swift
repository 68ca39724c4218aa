import Bytes
import Crypto
import Testing

@testable import Access

@Suite struct TokenIssuerTests {
    @Test func apiKeyIsBase64OfItsJSON() throws {
        let token = TokenIssuer.make(.apiKey, name: "a\"b\\c<\n", orgID: 3)
        #expect(token.text.hasPrefix("eyJrIjoi"))
        let decoded = Base64.decode(token.text.utf8.span)
        let json = try #require(decoded.map { String(decoding: $0, as: UTF8.self) })
        #expect(json.hasSuffix("\",\"n\":\"a\\\"b\\\\c\\u003c\\u000a\",\"id\":3}"))
        let digest = SHA256.digest(token.text.utf8.span)
        #expect(token.digest == digest)
        #expect("\(token)" == "<sealed>")
    }

    /// The token of Grafana's own documentation of the form.
    @Test func checksumIsGrafanas() {
        #expect(
            TokenIssuer.serviceAccountText(secret: "yscW25imSKJIuav8zF37RZmnbiDvB05G")
                == "glsa_yscW25imSKJIuav8zF37RZmnbiDvB05G_fcaaf58a")
    }

    @Test func secretsHaveAtLeast160RandomBitsAndDiffer() {
        var seen: Set<String> = []
        var bytes: Set<UInt8> = []
        for _ in 0..<500 {
            let text = TokenIssuer.make(.serviceAccount, name: "x", orgID: 1).text
            let secret = text.dropFirst(5).prefix(32)
            #expect(text.utf8.count == 46)
            bytes.formUnion(secret.utf8)
            seen.insert(text)
        }
        #expect(seen.count == 500)
        #expect(bytes.count == 62)
    }

    @Test(arguments: [TokenRecord.Shape.apiKey, .serviceAccount])
    func issuedTokensAreReadAsBearer(_ shape: TokenRecord.Shape) {
        let name = String(repeating: "\u{1}", count: 190)
        let text = TokenIssuer.make(shape, name: name, orgID: .max).text
        let parsed = Authorization.parse("Bearer \(text)".utf8.span)
        #expect(parsed == .bearer(7..<7 + text.utf8.count))
    }

    @Test func checksumOfTheCheckString() {
        #expect(CRC32.checksum("123456789".utf8) == 0xCBF4_3926)
    }
}
