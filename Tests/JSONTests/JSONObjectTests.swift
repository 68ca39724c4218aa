import JSON
import Testing

@Suite struct JSONObjectTests {
    @Test func orderIsKept() throws {
        let text = "{\"z\":1,\"a\":{\"y\":[],\"b\":null},\"m\":\"x\"}"
        #expect(written(try parsed(text)) == text)
    }

    @Test func subscriptReplacesAddsAndRemoves() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["a"] = true
        object["c"] = nil
        object["c"] = "x"
        object["b"] = nil
        object["d"] = .null
        #expect(written(.object(object)) == "{\"a\":true,\"c\":\"x\",\"d\":null}")
        #expect(object["b"] == nil)
        #expect(object["d"] == .null)
    }

    @Test func spellingsOfOneLetterStayTwoKeys() {
        var object: JSONObject = ["e\u{301}": 1]
        object["\u{E9}"] = 2
        #expect(object.count == 2)
        #expect(object["e\u{301}"] == 1)
        #expect(JSONValue.string("e\u{301}") != .string("\u{E9}"))
        #expect(JSONValue.object(["e\u{301}": 1]) != .object(["\u{E9}": 1]))
    }
}
