import HTTP
import Testing

@Suite struct PercentCodingTests {
    @Test(arguments: [
        ("a", "a"), ("", ""), ("a%2Fb", "a/b"), ("a%20b+c", "a b+c"), ("%25", "%"), ("%252F", "%2F"),
        ("gr%C3%B6%c3%9fe", "größe"),
    ])
    func segmentIsDecodedOnce(_ segment: String, _ text: String) {
        #expect(PercentCoding.decode(text: segment) == text)
    }

    @Test(arguments: ["%", "%2", "a%", "%zz", "%-1", "%ff", "%C3", "%ED%A0%80"])
    func brokenSegmentIsNoText(_ segment: String) {
        #expect(PercentCoding.decode(text: segment) == nil)
    }

    @Test(arguments: ["", "a b", "a/b%c", "größe", "~-._", "\0\n", "🙂"])
    func encodedTextIsDecoded(_ text: String) {
        let encoded = PercentCoding.encode(text)
        #expect(PercentCoding.decode(text: encoded) == text)
        #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x2F })
    }
}
