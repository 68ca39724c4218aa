import Testing

@testable import JSON

@Suite struct JSONCursorTests {
    /// Reads `{"name": [numbers]}` and what else there is.
    private func numbers(in text: String) throws(JSONError) -> [String: [String]] {
        let bytes = Array(text.utf8)
        var cursor = JSONCursor(bytes.span)
        var found: [String: [String]] = [:]
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            guard try cursor.kind() == .array else {
                try cursor.skip()
                continue
            }
            var values: [String] = []
            try cursor.enterArray()
            while try cursor.nextElement() {
                values.append(String(decoding: bytes[try cursor.number()], as: UTF8.self))
            }
            found[cursor.text(key)] = values
        }
        try cursor.end()
        return found
    }

    @Test func walksOverArraysAndObjects() throws {
        #expect(
            try numbers(in: #" { "a" : [ 1.0 , -2e3 ] , "b":[],"\u0063":[0]} "#) == [
                "a": ["1.0", "-2e3"], "b": [], "c": ["0"],
            ])
        #expect(try numbers(in: "{}") == [:])
        #expect(try numbers(in: #"{"x":{"y":[{},[[]],"]}",null,true,false,1]},"a":[7]}"#) == ["a": ["7"]])
    }

    @Test(arguments: [
        ("", JSONError.Problem.unexpectedEnd), ("[1]", .unexpectedByte), ("{", .unexpectedEnd),
        (#"{"a":[1,]}"#, .unexpectedByte),
        (#"{"a":[1 2]}"#, .unexpectedByte), (#"{"a":[,1]}"#, .unexpectedByte), (#"{"a":[1],}"#, .unexpectedByte),
        (#"{"a":[1]}x"#, .trailingBytes), (#"{"a" [1]}"#, .unexpectedByte), (#"{"a":[1"#, .unexpectedEnd),
        (#"{"a":["1"]}"#, .unexpectedByte),
        (#"{"a":[01]}"#, .leadingZero), (#"{"a":nul}"#, .unexpectedByte), (#"{"a":tru"#, .unexpectedByte),
        (#"{"a":{]}"#, .unexpectedByte),
        (#"{"a":{"b":1,}}"#, .unexpectedByte), (#"{"a":{"b"}}"#, .unexpectedByte),
        ("{\"a\":\"\u{1}\"}", .controlCharacter), (#"{"a":]}"#, .unexpectedByte),
    ])
    func badTextsAreRefused(text: String, problem: JSONError.Problem) {
        #expect { try numbers(in: text) } throws: { ($0 as? JSONError)?.problem == problem }
    }

    @Test func skippingIsBounded() throws {
        func nested(_ depth: Int) -> String {
            "{\"x\":{\"y\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}}"
        }
        #expect(try numbers(in: nested(63)) == [:])
        #expect { try numbers(in: nested(64)) } throws: { ($0 as? JSONError)?.problem == .tooDeep }
        #expect { try numbers(in: "{\"x\":{\"y\":" + String(repeating: "[{\"a\":", count: 100_000)) } throws: {
            ($0 as? JSONError)?.problem == .tooDeep
        }
    }

    @Test func valuesAreCopied() throws {
        let bytes = Array(#"[{"a":[1,"\n"]} , 2]"#.utf8)
        var cursor = JSONCursor(bytes.span)
        var values: [JSONValue] = []
        try cursor.enterArray()
        while try cursor.nextElement() { values.append(try cursor.value()) }
        try cursor.end()
        #expect(values == [["a": [1, "\n"]], 2])
    }

    @Test func keysAreTheSameHoweverTheyAreWritten() throws {
        let bytes = Array(#"{"values":1,"v\u0061lues":2,"value":3}"#.utf8)
        var cursor = JSONCursor(bytes.span)
        var matches: [Bool] = []
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            matches.append(cursor.isKey(key, "values"))
            try cursor.skip()
        }
        #expect(matches == [true, true, false])
    }

    @Test func readerMayGoOnBehindWhatItReadItself() throws {
        let bytes = Array("[12,34]".utf8)
        var cursor = JSONCursor(bytes.span)
        try cursor.enterArray()
        _ = try cursor.nextElement()
        cursor.resume(at: 3)
        let follows = try cursor.nextElement()
        let number = try cursor.number()
        #expect(follows && number == 4..<6)
    }
}
