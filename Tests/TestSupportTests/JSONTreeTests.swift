import TestSupport
import Testing

@Suite struct JSONTreeTests {
    @Test func kindsAreKeptApart() throws {
        let tree = try JSONTree(parsing: Array(#"{"a":null,"b":true,"c":1,"d":"1","e":[0],"f":{}}"#.utf8))
        #expect(tree == ["a": nil, "b": true, "c": 1, "d": "1", "e": [0], "f": [:]])
        #expect(tree["b"] != 1 && tree["c"] != true && tree["c"] != "1")
        #expect(
            tree.object?.mapValues(\.kind) == [
                "a": "null", "b": "bool", "c": "number", "d": "string", "e": "array", "f": "object",
            ])
    }
}
