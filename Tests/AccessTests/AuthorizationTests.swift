import Access
import Bytes
import Testing

@Suite struct AuthorizationTests {
    private func parse(_ value: String) -> Authorization { Authorization.parse(value.utf8.span) }

    @Test(arguments: [
        ("Bearer abc", Authorization.bearer(7..<10)),
        ("Bearer eyJrIjoiT0tTcG1pUlY2RnVKZTFVaDFsNFZXdE9ZWmNrMkZYbk", .bearer(7..<57)),
        ("Bearer glsa_a-b.c~d+e/f==", .bearer(7..<25)),
        ("Basic Og==", .basic(6..<10)),
        ("Basic YWRtaW46YWRtaW4=", .basic(6..<22)),
    ])
    func exactSchemeAndOneSpaceIsRead(_ value: String, _ expected: Authorization) {
        #expect(parse(value) == expected)
    }

    @Test(
        "A-024: anything else that is presented is malformed",
        arguments: [
            "", "Bearer", "Bearer ", "Bearer  ", "bearer abc", "BEARER abc", "Bearer\tabc", "Bearer  abc",
            " Bearer abc",
            "Bearer a, Bearer b", "Bearer a b", "bearer null", "Basic", "Basic ", "basic Og==", "Basic =", "Basic a=b",
            "Digest x", "Bearer a\u{0}", "Bearer ä", "Token abc", "abc",
        ])
    func everythingElseIsMalformed(_ value: String) {
        #expect(parse(value) == .malformed)
    }

    @Test("A-024: of single bytes a token has those of token68 (RFC 9110 11.2)")
    func tokenBytesAreThoseOfToken68() {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/".utf8)
        for byte in UInt8.min...UInt8.max {
            let value = Array("Bearer a".utf8) + [byte] + Array("b".utf8)
            let expected: Authorization = allowed.contains(byte) ? .bearer(7..<10) : .malformed
            #expect(Authorization.parse(value.span) == expected, "\(byte)")
        }
    }

    @Test("A-024: a credential beyond the bound is malformed")
    func hugeCredentialIsMalformed() {
        let bound = Authorization.credentialBytesMax
        #expect(parse("Bearer " + String(repeating: "a", count: bound)) == .bearer(7..<7 + bound))
        #expect(parse("Bearer " + String(repeating: "a", count: bound + 1)) == .malformed)
        #expect(parse("Bearer " + String(repeating: "a", count: 1 << 20)) == .malformed)
    }
}
