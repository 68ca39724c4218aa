import JSON
import Testing

@Suite struct JSONKeyCheckTests {
    @Test(
        "A-156: a key that stands there already is refused at its place",
        arguments: [
            ("{\"a\":1,\"a\":2}", 7), ("{\"\":1,\"\":2}", 6), ("{\"a\":1,\"b\":2,\"a\":3}", 13),
            ("[{},{\"a\":{\"b\":1,\"b\":1}}]", 16),
            ("{\"a\":1,\"\\u0061\":2}", 7), ("{\"\\u0061\":1,\"a\":2}", 12), ("{\"\u{20AC}\":1,\"\\u20ac\":2}", 9),
            ("{\"a\":{\"b\":1},\"b\":1,\"a\":3}", 19),
            ("{\"httpHeaderName1\":1,\"httpHeaderName1\":2}", 21), ("{\"a\":1,\"b\":1,\"b\":1,\"a\":1}", 13),
        ])
    func duplicatesAreRefused(_ text: String, _ offset: Int) {
        #expect(refusal(of: text) == JSONError(.duplicateKey, at: offset))
    }

    @Test(arguments: [
        "{\"a\":1,\"A\":2}", "{\"a\":1,\"a\\u0000\":2}", "{\"\":1,\"\\u0000\":2}", "{\"a\":{\"a\":1}}",
        "[{\"a\":1},{\"a\":1}]",
        "{\"abcdefgh\":1,\"abcdefghi\":2,\"abcdefgi\":3}",
    ])
    func differentKeysAreAccepted(_ text: String) {
        #expect(refusal(of: text) == nil)
    }

    @Test("The first repetition is named, however many keys there are", arguments: [2, 12, 13, 14, 1000, 20_000])
    func repetitionsAreFoundAmongMany(_ count: Int) {
        func text(_ keys: [String]) -> String { "{" + keys.map { "\"\($0)\":0" }.joined(separator: ",") + "}" }
        var keys = (0..<count).map { "k\(($0 &* 7919) % 1_000_003)" }
        #expect(refusal(of: text(keys)) == nil)
        let before = text(keys).utf8.count
        keys += [keys[count / 2], keys[0], keys[count / 2]]
        #expect(refusal(of: text(keys)) == JSONError(.duplicateKey, at: before))
    }
}
